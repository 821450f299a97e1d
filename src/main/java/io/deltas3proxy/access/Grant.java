package io.deltas3proxy.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A right that somebody gave.
 *
 * @param name where it stands, for explanations: for example {@code grant 17} or {@code
 *     users.alice.allowedPartitions.trades}
 * @param tablePattern a table's alias, in which {@code *} stands for any characters, none included
 * @param privileges not empty
 * @param rules a partition is meant when one of them allows it; never empty
 * @param validFrom first moment; {@code null} for always
 * @param validUntil the moment when it ends; {@code null} for never
 */
public record Grant(
    String name,
    Grantee grantee,
    String tablePattern,
    Set<Privilege> privileges,
    List<PartitionRule> rules,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil) {
  public Grant {
    privileges = Set.copyOf(privileges);
    rules = List.copyOf(rules);
    if (tablePattern.isEmpty() || privileges.isEmpty() || rules.isEmpty()) {
      throw new IllegalArgumentException("a grant names tables, privileges and rules");
    }
    if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
      throw new IllegalArgumentException("a grant that ends before it begins");
    }
  }
}
