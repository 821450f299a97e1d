package io.deltas3proxy.testing;

import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
  public Removal remove(String name) {
    return buckets.remove(name) == null ? Removal.MISSING : Removal.REMOVED;
  }
}
