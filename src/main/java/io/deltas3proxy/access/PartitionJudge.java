package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules made ready for the columns of one table, with their names. */
final class PartitionJudge {

  private record Ready(String name, RuleMatcher matcher) {}

  private final PartitionSchema schema;
  private final List<Ready> fitting = new ArrayList<>();
  private final List<RuleView> views = new ArrayList<>();

  PartitionJudge(List<NamedRule> rules, PartitionSchema schema) {
    this.schema = schema;
    for (NamedRule rule : rules) {
      String problem = null;
      try {
        fitting.add(new Ready(rule.name(), RuleMatcher.of(rule.rule(), schema)));
      } catch (InvalidRuleException e) {
        problem = e.getMessage();
      }
      views.add(new RuleView(rule.name(), rule.rule(), problem));
    }
  }

  /** Whether it was made for the columns of this very index. */
  @SuppressWarnings("ReferenceEquality") // Comparing columns would cost more than making a judge.
  boolean isFor(PartitionSchema other) {
    return schema == other;
  }

  /** The name of the first rule that allows a partition. */
  Optional<String> ruleFor(PartitionValues partition) {
    for (Ready rule : fitting) {
      if (rule.matcher().matches(partition)) {
        return Optional.of(rule.name());
      }
    }
    return Optional.empty();
  }

  /** The name of the first rule that fits the columns. */
  Optional<String> fittingRule() {
    return fitting.stream().map(Ready::name).findFirst();
  }

  /** Whether a rule fits the columns, so that there could be something that it allows. */
  boolean fits() {
    return !fitting.isEmpty();
  }

  /** All rules, with those that do not fit. */
  List<RuleView> views() {
    return views;
  }
}
