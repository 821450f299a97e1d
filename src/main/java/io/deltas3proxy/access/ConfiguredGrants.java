package io.deltas3proxy.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grants of the configuration, which do not change.
 *
 * @param grants of everyone, of users and of groups
 */
public record ConfiguredGrants(List<Grant> grants) implements GrantSource {

  /** Where the configuration keeps rules, and what the names of their grants begin with. */
  public static final String SECTION = "allowedPartitions";

  public ConfiguredGrants {
    grants = List.copyOf(grants);
  }

  /**
   * Grants for everyone.
   *
   * @param byTable rules by table alias; a table without any is nobody's
   */
  public static ConfiguredGrants forEveryone(Map<String, List<PartitionRule>> byTable) {
    List<Grant> grants = new ArrayList<>();
    new LinkedHashMap<>(byTable)
        .forEach((alias, rules) -> {
          if (!rules.isEmpty()) {
            grants.add(Grant.toRead(SECTION + "." + alias, new Grantee.Everyone(), alias, rules));
          }
        });
    return new ConfiguredGrants(grants);
  }

  @Override
  public List<Grant> grantsOf(Caller caller) {
    return grants.stream().filter(grant -> grant.isFor(caller.principal())).toList();
  }

  /** The grants that are about one table. */
  public List<Grant> about(String alias) {
    return grants.stream().filter(grant -> grant.covers(alias)).toList();
  }
}
