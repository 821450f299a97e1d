package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.Location;
import java.util.List;

/**
 * The rules that a primary replica brings into force.
 *
 * @param primary zone of it
 * @param rules whose source it is in
 */
record InForce(Location primary, List<ReplicationRule> rules) {
  InForce {
    rules = List.copyOf(rules);
  }

  /** Whether a replica may be there. */
  boolean permits(Backend backend) {
    if (!rules.stream().allMatch(rule -> rule.permits(backend))) {
      return false;
    }
    boolean anywhere = rules.stream().allMatch(rule -> rule.targetZones().isEmpty());
    return anywhere
        || backend.zone().equals(primary)
        || rules.stream().anyMatch(rule -> rule.targets(backend.zone()));
  }
}
