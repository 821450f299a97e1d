package io.deltas3proxy.access;

import java.util.List;

/**
 * What a caller sees and may change of one table.
 *
 * @param version of the table that was counted
 * @param rules to read, all that are in force
 * @param allowed all partitions that the caller sees, together
 * @param denied all others
 * @param writing what the caller may change
 * @param unresolved files of which the log does not tell the partition: nobody's
 * @param partitions the page that was asked for, in the order of the values
 * @param more whether there are others behind it
 */
public record TableExplanation(
    ExplainedCaller caller,
    String table,
    long version,
    List<RuleView> rules,
    Totals allowed,
    Totals denied,
    WritingRights writing,
    long unresolved,
    List<PartitionView> partitions,
    boolean more) {
  public TableExplanation {
    rules = List.copyOf(rules);
    partitions = List.copyOf(partitions);
  }
}
