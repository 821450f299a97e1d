package io.deltas3proxy.access;

import java.util.List;

/**
 * Why a caller may read and change one object of a table, or may not.
 *
 * @param path key below the table's root
 * @param reason in words, for administrators; may name physical places
 * @param grounds kind, partitions, the rule that allows it, version of the index
 * @param rules to read, all that are in force for the caller and the table
 * @param put whether the caller may store the object in one request
 * @param delete whether the caller may delete it
 */
public record ObjectExplanation(
    ExplainedCaller caller,
    String table,
    String path,
    Verdict verdict,
    String reason,
    Grounds grounds,
    List<RuleView> rules,
    WriteVerdict put,
    WriteVerdict delete) {

  /** What a request to read it would get. */
  public enum Verdict {
    ALLOWED,
    FORBIDDEN,
    /** No log names it: 404. */
    MISSING,
    /** The log cannot be known: 503. */
    UNKNOWABLE
  }

  public ObjectExplanation {
    rules = List.copyOf(rules);
  }
}
