package io.deltas3proxy.gateway;

import java.util.List;
import java.util.Set;

/** Where something new may be kept. */
public sealed interface PlacementDecision {

  /**
   * @param backends those that may keep it and take new objects, at least one; the first is to be
   *     the primary, the others follow in the order in which they are to be used
   * @param allowedZones of all backends that may ever keep it, used now or not; kept with it
   * @param requiredReplicas at least 1, at most the number of allowed zones
   * @param rules names of the rules that took part
   */
  record Allowed(
      List<GatewayBackend> backends,
      Set<Location> allowedZones,
      int requiredReplicas,
      List<String> rules)
      implements PlacementDecision {
    public Allowed {
      backends = List.copyOf(backends);
      allowedZones = Set.copyOf(allowedZones);
      rules = List.copyOf(rules);
      if (backends.isEmpty()) {
        throw new IllegalArgumentException("allowed nowhere");
      }
    }
  }

  /**
   * It may be kept nowhere.
   *
   * @param rule that leaves no place; may be told to the caller, as the reason
   */
  record Refused(String rule, String reason) implements PlacementDecision {}
}
