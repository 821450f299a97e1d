package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.KeyOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The buckets of the configuration before those that requests have made. */
public final class ConfiguredBuckets implements Buckets {

  private final Map<String, GatewayBucket> configured = new TreeMap<>(KeyOrder.UTF_8);
  private final Buckets made;

  public ConfiguredBuckets(Collection<GatewayBucket> configured, Buckets made) {
    configured.forEach(bucket -> this.configured.put(bucket.name(), bucket));
    this.made = made;
  }

  @Override
  public Optional<GatewayBucket> find(String name) throws MetadataUnavailableException {
    GatewayBucket bucket = configured.get(name);
    return bucket == null ? made.find(name) : Optional.of(bucket);
  }

  @Override
  public List<GatewayBucket> all() throws MetadataUnavailableException {
    Map<String, GatewayBucket> all = new TreeMap<>(KeyOrder.UTF_8);
    made.all().forEach(bucket -> all.put(bucket.name(), bucket));
    all.putAll(configured);
    return List.copyOf(all.values());
  }

  @Override
  public boolean create(GatewayBucket bucket) throws MetadataUnavailableException {
    return !configured.containsKey(bucket.name()) && made.create(bucket);
  }

  @Override
  public boolean lock(String name, GatewayBucket.@Nullable DefaultRetention retention)
      throws MetadataUnavailableException {
    return !configured.containsKey(name) && made.lock(name, retention);
  }

  /** Those of the configuration stay. */
  @Override
  public Removal remove(String name) throws MetadataUnavailableException {
    return configured.containsKey(name) ? Removal.NOT_EMPTY : made.remove(name);
  }
}
