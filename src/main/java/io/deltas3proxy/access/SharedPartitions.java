package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.TableIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitions of one table that a set of rules allows, for all callers with these rules. */
final class SharedPartitions {

  private final String alias;
  private final List<NamedRule> rules;
  private volatile @Nullable AllowedPartitions allowed;
  private volatile @Nullable PartitionPolicy policy;

  /**
   * @param rules with the names that the first caller has them from
   */
  SharedPartitions(String alias, List<NamedRule> rules) {
    this.alias = alias;
    this.rules = List.copyOf(rules);
  }

  /** Those of an index. The last index asked for is kept; there is one at a time. */
  AllowedPartitions of(TableIndex index) {
    AllowedPartitions known = allowed;
    if (known == null || !known.isOf(index)) {
      known = new AllowedPartitions(alias, rules, index);
      allowed = known;
    }
    return known;
  }

  /** The policy for partitions of these columns. The last one asked for is kept. */
  PartitionPolicy policy(PartitionSchema schema) {
    PartitionPolicy known = policy;
    if (known == null || !known.schema().equals(schema)) {
      known = RulePolicy.of(rules.stream().map(NamedRule::rule).toList(), schema);
      policy = known;
    }
    return known;
  }
}
