package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;

/**
 * One caller's sight of one table. GET, HEAD, LIST and every other look at the table ask it, and
 * nothing else.
 */
public interface TableAccess extends ListingSight {

  Table table();

  /** Whether a rule exists that could let the caller see anything of the table. Does no I/O. */
  boolean any();

  /**
   * Whether the table is there for the caller at all: a filtered table of which no rule fits the
   * partition columns is not. One that cannot be known is there for whoever has a rule.
   */
  boolean isThere();

  /**
   * Decides on one object.
   *
   * @param relativeKey key below the table's root, decoded; may be empty for the root itself
   */
  AccessDecision decide(String relativeKey);

  /**
   * Decides on one object by its physical address: one that the table's log names by such, in a
   * location that the table shares. It is judged by this table's log and these rules alone.
   */
  AccessDecision decideShared(ObjectAddress address);

  /**
   * What the caller sees in one listing. Beside what {@link #lists} tells, which is what the log
   * names, these are uncommitted files of theirs.
   */
  ListingSight listing();

  /**
   * Which partitions the caller sees, for the view of a filtered table's log. Callers with the same
   * rules have the same policy.
   *
   * @throws TableUnavailableException when the log cannot be known
   */
  PartitionPolicy policy() throws TableUnavailableException;

  /** What the caller may change of the table. */
  TableWriting writing();

  /**
   * Decides whether one object may be changed.
   *
   * @param relativeKey key below the table's root, decoded; may be empty for the root itself
   */
  default WriteDecision decideWrite(String relativeKey, WriteIntent intent) {
    return writing().decide(relativeKey, intent);
  }
}
