package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The order in which backends are tried for the primary replica. */
final class BackendOrder {

  static final Comparator<GatewayBackend> ANSWERING_FIRST =
      Comparator.comparing(backend -> !backend.isUsable());

  private BackendOrder() {}

  /**
   * Those that take something new, in the order of the listed locations, or else in theirs. One
   * that did not answer lately stands behind all that did: whoever writes asks it last, so that it
   * would not become the primary, whose rules hold.
   */
  static List<GatewayBackend> of(List<GatewayBackend> backends, List<Location> locations) {
    List<GatewayBackend> takers = new ArrayList<>();
    for (GatewayBackend backend : backends) {
      if (backend.description().takesNew()) {
        takers.add(backend);
      }
    }
    if (!locations.isEmpty()) {
      Set<GatewayBackend> ordered = new LinkedHashSet<>();
      for (Location location : locations) {
        takers.stream()
            .filter(backend -> location.covers(backend.description().zone()))
            .forEach(ordered::add);
      }
      takers = new ArrayList<>(ordered);
    }
    takers.sort(ANSWERING_FIRST);
    return takers;
  }
}
