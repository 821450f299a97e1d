package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import java.util.ArrayList;
import java.util.List;

/** Tells an operator which rules do not fit a table. */
public final class RuleCheck {

  /**
   * A rule that does not fit.
   *
   * @param rule position of the rule in its list, from 0
   * @param column the column that it names
   */
  public record Problem(int rule, String column, String message) {}

  private RuleCheck() {}

  /** All rules that name a column the table is not partitioned by, or a value it cannot have. */
  public static List<Problem> check(List<PartitionRule> rules, PartitionSchema schema) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      try {
        var unused = RuleMatcher.of(rules.get(i), schema);
      } catch (InvalidRuleException e) {
        problems.add(new Problem(i, e.column(), String.valueOf(e.getMessage())));
      }
    }
    return problems;
  }
}
