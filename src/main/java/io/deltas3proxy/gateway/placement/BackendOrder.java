package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The order in which backends are tried for the primary replica. */
final class BackendOrder {

  private BackendOrder() {}

  /** Those that can store something of a bucket now stand before the others. */
  static Comparator<GatewayBackend> readyFirst(GatewayBucket bucket) {
    return Comparator.comparing(backend -> !backend.isReadyFor(bucket.on(backend.description())));
  }

  /**
   * Those that take something new, in the order of the listed locations, or else in theirs. One
   * that did not answer lately, or lacks the bucket, stands behind all others: whoever writes asks
   * it last, so that it would not become the primary, whose rules hold.
   */
  static List<GatewayBackend> of(List<GatewayBackend> backends, GatewayBucket bucket) {
    List<Location> locations = bucket.locations();
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
    takers.sort(readyFirst(bucket));
    return takers;
  }
}
