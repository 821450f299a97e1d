package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which replica a read would begin with, for answers that have no body. */
final class ServingReplica {

  private final Backends backends;
  private final @Nullable Location zone;

  /**
   * @param zone where this instance stands; {@code null} where that is not said
   */
  ServingReplica(Backends backends, @Nullable Location zone) {
    this.backends = backends;
    this.zone = zone;
  }

  Optional<Replica> of(StoredVersion version) {
    return version.replicas().stream()
        .filter(replica -> replica.status() == Replica.Status.ACTIVE)
        .min(
            Comparator.comparing((Replica replica) -> !isUsable(replica))
                .thenComparingInt(replica -> -common(zone, replica.zone()))
                .thenComparing(replica -> !replica.zone().equals(version.sync().primaryZone())));
  }

  private boolean isUsable(Replica replica) {
    return backends.find(replica.backend()).map(GatewayBackend::isUsable).orElse(false);
  }

  /** How many segments two places have in common, from the country on. */
  private static int common(@Nullable Location one, Location other) {
    if (one == null) {
      return 0;
    }
    String[] ours = one.code().split("-", -1);
    String[] theirs = other.code().split("-", -1);
    int same = 0;
    while (same < Math.min(ours.length, theirs.length) && ours[same].equals(theirs[same])) {
      same++;
    }
    return same;
  }
}
