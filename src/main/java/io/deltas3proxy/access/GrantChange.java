package io.deltas3proxy.access;

import java.util.List;

/** A change of grants that is only tried. */
public sealed interface GrantChange {

  /** One more grant. */
  record Add(Grant grant) implements GrantChange {}

  /**
   * One grant in the place of another.
   *
   * @param name of the present one, for example {@code grant 17}
   */
  record Replace(String name, Grant grant) implements GrantChange {}

  /**
   * One grant less.
   *
   * @param name for example {@code grant 17} or {@code users.alice.allowedPartitions.trades}
   */
  record Remove(String name) implements GrantChange {}

  /**
   * These rules, and no others, for one grantee and one table, for reading and without an end.
   *
   * @param rules empty to take everything away
   */
  record Rules(Grantee grantee, String alias, List<PartitionRule> rules) implements GrantChange {
    public Rules {
      rules = List.copyOf(rules);
    }
  }
}
