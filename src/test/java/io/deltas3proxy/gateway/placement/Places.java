package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.testing.MemoryObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Backends, buckets and requests in few words. */
final class Places {

  private Places() {}

  record Place(Backend description, boolean isUsable) implements GatewayBackend {
    @Override
    public ObjectStore store() {
      return new MemoryObjectStore();
    }

    Place disabled() {
      return with(false, description.draining(), isUsable);
    }

    Place draining() {
      return with(description.enabled(), true, isUsable);
    }

    Place down() {
      return with(description.enabled(), description.draining(), false);
    }

    Place without(Backend.Capabilities capabilities) {
      return new Place(
          new Backend(
              description.name(),
              description.provider(),
              description.zone(),
              description.region(),
              description.bucket(),
              description.primary(),
              description.enabled(),
              description.draining(),
              capabilities),
          isUsable);
    }

    private Place with(boolean enabled, boolean draining, boolean usable) {
      return new Place(
          new Backend(
              description.name(),
              description.provider(),
              description.zone(),
              description.region(),
              description.bucket(),
              description.primary(),
              enabled,
              draining,
              description.capabilities()),
          usable);
    }
  }

  /** One at a provider that has everything; its name is its zone. */
  static Place at(String zone) {
    return new Place(
        new Backend(
            zone,
            "Provider",
            new Location(zone),
            new Location(zone),
            "physical",
            false,
            true,
            false,
            new Backend.Capabilities(true, true, true)),
        true);
  }

  static List<GatewayBackend> at(String first, String... more) {
    List<GatewayBackend> all = new ArrayList<>(List.of(at(first)));
    Arrays.stream(more).forEach(zone -> all.add(at(zone)));
    return all;
  }

  static GatewayBucket bucket(String locations, Set<String> countries, int replicas) {
    List<Location> parsed =
        locations.isEmpty()
            ? List.of()
            : Arrays.stream(locations.split(",")).map(Location::new).toList();
    return new GatewayBucket("bucket", null, parsed, countries, replicas, false, null);
  }

  static PlacementRequest put(GatewayBucket bucket) {
    return put(bucket, Map.of());
  }

  static PlacementRequest put(GatewayBucket bucket, Map<String, String> tags) {
    return new PlacementRequest(bucket, "key", "PutObject", tags, false, "REQUEST");
  }

  static ReplicationRule rule(
      String name, @Nullable String source, String targets, int count, String... countries) {
    return new ReplicationRule(
        name,
        source == null ? null : new Location(source),
        targets.isEmpty()
            ? List.of()
            : Arrays.stream(targets.split(",")).map(Location::new).toList(),
        count,
        Set.of(countries),
        Set.of(),
        true);
  }

  /** A version that was decided on so. */
  static StoredVersion decided(PlacementDecision.Allowed decision) {
    return new StoredVersion(
        1,
        "bucket",
        "key",
        "v20260101000000-00000000",
        true,
        false,
        0,
        "\"e\"",
        Instant.EPOCH,
        Map.of(),
        Map.of(),
        StoredVersion.Protection.NONE,
        new StoredVersion.Sync(
            SyncStatus.PARTIAL,
            decision.backends().getFirst().description().zone(),
            decision.allowedZones(),
            decision.requiredReplicas(),
            1),
        List.of());
  }
}
