package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which order the replicas of a version are read. */
final class ReplicaOrder {

  private final Backends backends;
  private final @Nullable Location zone;

  /**
   * @param zone where this instance stands; {@code null} for the primary first
   */
  ReplicaOrder(Backends backends, @Nullable Location zone) {
    this.backends = backends;
    this.zone = zone;
  }

  /**
   * The active replicas: on backends that answer lately before others, then the nearest, then the
   * primary. Without any, those that have failed: whatever they give is held against what is known.
   */
  List<Place> of(StoredVersion version) {
    List<Place> active = places(version, Replica.Status.ACTIVE);
    return active.isEmpty() ? places(version, Replica.Status.FAILED) : active;
  }

  private List<Place> places(StoredVersion version, Replica.Status status) {
    List<Place> places = new ArrayList<>();
    for (Replica replica : version.replicas()) {
      Optional<GatewayBackend> backend = backends.find(replica.backend());
      if (replica.status() == status
          && replica.checksum() != null
          && backend.filter(found -> found.description().enabled()).isPresent()) {
        places.add(new Place(backend.get(), replica));
      }
    }
    Location primary = version.sync().primaryZone();
    places.sort(
        Comparator.comparing((Place place) -> !place.backend().isUsable())
            .thenComparingInt(place -> -nearness(place.replica().zone()))
            .thenComparing(place -> !place.replica().zone().equals(primary)));
    return places;
  }

  /** How many leading segments a zone has in common with this instance's. */
  private int nearness(Location other) {
    if (zone == null) {
      return 0;
    }
    String[] here = zone.code().split("-", -1);
    String[] there = other.code().split("-", -1);
    int common = 0;
    while (common < Math.min(here.length, there.length) && here[common].equals(there[common])) {
      common++;
    }
    return common;
  }
}
