package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Buckets that a test lists. */
public final class ListedBuckets implements Buckets {

  private final Map<String, GatewayBucket> buckets = new TreeMap<>();

  public ListedBuckets(GatewayBucket... listed) {
    for (GatewayBucket bucket : listed) {
      buckets.put(bucket.name(), bucket);
    }
  }

  @Override
  public Optional<GatewayBucket> find(String name) {
    return Optional.ofNullable(buckets.get(name));
  }

  @Override
  public List<GatewayBucket> all() {
    return List.copyOf(buckets.values());
  }

  @Override
  public boolean create(GatewayBucket bucket) {
    return buckets.putIfAbsent(bucket.name(), bucket) == null;
  }

  @Override
  public boolean lock(String name, GatewayBucket.@Nullable DefaultRetention retention) {
    return buckets.computeIfPresent(name, (same, bucket) -> locked(bucket, retention)) != null;
  }

  private static GatewayBucket locked(
      GatewayBucket bucket, GatewayBucket.@Nullable DefaultRetention retention) {
    return new GatewayBucket(
        bucket.name(),
        bucket.backendBucket(),
        bucket.locations(),
        bucket.countries(),
        bucket.requiredReplicas(),
        true,
        retention);
  }

  @Override
  public Removal remove(String name) {
    return buckets.remove(name) == null ? Removal.MISSING : Removal.REMOVED;
  }
}
