package io.deltas3proxy.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of the configuration, for everyone.
 *
 * @param byTable rules by table alias; a partition is allowed when one of the table's rules allows
 *     it
 */
public record StaticRules(Map<String, List<PartitionRule>> byTable) {
  public StaticRules {
    Map<String, List<PartitionRule>> copy = new LinkedHashMap<>();
    byTable.forEach((alias, rules) -> copy.put(alias, List.copyOf(rules)));
    byTable = Map.copyOf(copy);
  }

  /** The rules for one table; empty, which denies everything, when there is none. */
  public List<PartitionRule> of(String alias) {
    return byTable.getOrDefault(alias, List.of());
  }
}
