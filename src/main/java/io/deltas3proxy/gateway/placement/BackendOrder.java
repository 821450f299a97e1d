package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The order in which backends get something new. */
final class BackendOrder {

  private static final Comparator<GatewayBackend> ANSWERING_FIRST =
      Comparator.comparing(backend -> !backend.isUsable());

  private BackendOrder() {}

  /**
   * Those that take something new. Each listed location gives its first one, in the order of the
   * list; the others of these locations follow, to stand in. Without locations the order is that of
   * the backends. One that did not answer lately stands behind all that did: whoever writes asks it
   * last, so that it would not become the primary, whose rules hold.
   */
  static List<GatewayBackend> of(List<GatewayBackend> backends, List<Location> locations) {
    List<GatewayBackend> takers = new ArrayList<>();
    for (GatewayBackend backend : backends) {
      if (backend.description().takesNew()) {
        takers.add(backend);
      }
    }
    takers.sort(ANSWERING_FIRST);
    if (locations.isEmpty()) {
      return takers;
    }
    Set<GatewayBackend> ordered = new LinkedHashSet<>();
    for (Location location : locations) {
      takers.stream()
          .filter(backend -> location.covers(backend.description().zone()))
          .filter(backend -> !ordered.contains(backend))
          .findFirst()
          .ifPresent(ordered::add);
    }
    for (Location location : locations) {
      takers.stream()
          .filter(backend -> location.covers(backend.description().zone()))
          .forEach(ordered::add);
    }
    List<GatewayBackend> listed = new ArrayList<>(ordered);
    listed.sort(ANSWERING_FIRST);
    return List.copyOf(listed);
  }
}
