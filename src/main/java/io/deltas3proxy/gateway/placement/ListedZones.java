package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the listed locations resolve to: a zone each, so that there are never more replicas than
 * locations. Without locations every zone counts.
 *
 * @param locations without the one that the primary is of
 * @param backends those that may be chosen from, in their order, with the primary
 */
record ListedZones(
    GatewayBackend primary,
    GatewayBucket bucket,
    List<Location> locations,
    List<GatewayBackend> backends) {

  static ListedZones of(
      GatewayBackend primary, GatewayBucket bucket, List<GatewayBackend> backends) {
    List<Location> listed = bucket.locations();
    List<Location> others = new ArrayList<>(listed);
    for (Location location : listed) {
      if (location.covers(primary.description().zone())) {
        others.remove(location);
        break;
      }
    }
    return new ListedZones(primary, bucket, others, backends);
  }

  /**
   * The primary, then the others in the order in which they are to be used: also one that takes
   * nothing new now, where its location has no other.
   */
  List<GatewayBackend> choose(Predicate<Backend> permitted) {
    List<GatewayBackend> left = new ArrayList<>();
    for (GatewayBackend backend : backends) {
      if (!backend.equals(primary) && permitted.test(backend.description())) {
        left.add(backend);
      }
    }
    // The one that takes something new and is ready, then the one that only takes something new.
    Comparator<GatewayBackend> readyFirst = BackendOrder.readyFirst(bucket);
    left.sort(
        Comparator.<GatewayBackend, Boolean>comparing(backend -> !backend.description().takesNew())
            .thenComparing(readyFirst));
    List<GatewayBackend> others = new ArrayList<>();
    for (Location location : locations) {
      Optional<GatewayBackend> best =
          left.stream()
              .filter(backend -> location.covers(backend.description().zone()))
              .findFirst();
      best.ifPresent(others::add);
      best.ifPresent(left::remove);
    }
    if (bucket.locations().isEmpty()) {
      others.addAll(left);
    }
    others.sort(readyFirst);
    others.addFirst(primary);
    return others;
  }

  /**
   * Whether a backend stands in for one that was allowed: in a location that is listed for both,
   * where no allowed zone takes anything new any more. It must have Object Lock where they have it:
   * that may be why they were allowed.
   */
  static boolean standsIn(
      Backend backend,
      Set<Location> allowed,
      List<Location> listed,
      List<GatewayBackend> backends) {
    for (Location location : listed) {
      if (!location.covers(backend.zone()) || allowed.stream().noneMatch(location::covers)) {
        continue;
      }
      List<Backend> resolved =
          backends.stream()
              .map(GatewayBackend::description)
              .filter(one -> allowed.contains(one.zone()) && location.covers(one.zone()))
              .toList();
      boolean locks = resolved.stream().anyMatch(one -> one.capabilities().objectLock());
      if (resolved.stream().noneMatch(Backend::takesNew)
          && (!locks || backend.capabilities().objectLock())) {
        return true;
      }
    }
    return false;
  }
}
