package io.deltas3proxy.access;

import java.util.List;

/**
 * What a change of grants would do to one caller's sight of one table.
 *
 * @param version of the table that was counted
 * @param rules that would be in force, with those that do not fit the table
 * @param sees everything that the caller sees and would see
 * @param gained what would become visible, with the new rule
 * @param lost what would be taken away, with the rule that allows it now
 * @param writing the same of what the caller may change
 */
public record SightChange(
    ExplainedCaller caller,
    String table,
    long version,
    List<RuleView> rules,
    Sides sees,
    Partitions gained,
    Partitions lost,
    Writing writing) {

  /** Before and after the change. */
  public record Sides(Totals before, Totals after) {}

  /**
   * What the caller may change before and after.
   *
   * @param gained partitions that could be written then, with the new rule to write
   * @param lost partitions that could no more, with the rule that lets them be written now
   */
  public record Writing(
      WritingRights before, WritingRights after, Partitions gained, Partitions lost) {}

  /**
   * Some partitions.
   *
   * @param totals of all of them
   * @param first the first thousand, in the order of the values
   */
  public record Partitions(Totals totals, List<PartitionView> first) {
    public Partitions {
      first = List.copyOf(first);
    }

    /** Whether there are others than those named. */
    public boolean more() {
      return first.size() < totals.partitions();
    }
  }

  public SightChange {
    rules = List.copyOf(rules);
  }
}
