package io.deltas3proxy.cache;

import java.time.Duration;
import java.util.function.ToLongFunction;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.core.internal.statistics.DefaultStatisticsService;
import org.ehcache.core.spi.service.StatisticsService;
import org.ehcache.core.statistics.CacheStatistics;
import org.ehcache.core.statistics.TierStatistics;
import org.ehcache.expiry.ExpiryPolicy;
import org.ehcache.spi.service.Service;
import org.jspecify.annotations.Nullable;

/** A cache on the heap that counts its use. When it is full the least recently used leave. */
public final class BoundedCache<K, V> implements AutoCloseable {

  private static final String NAME = "cache";
  private static final String HEAP = "OnHeap";

  private final CacheManager manager;
  private final Cache<K, V> cache;
  private final CacheStatistics statistics;

  private BoundedCache(
      Class<K> key,
      Class<V> value,
      ResourcePoolsBuilder room,
      ExpiryPolicy<Object, Object> expiry,
      Service... sizes) {
    // The one implementation that Ehcache has, which is how its manual says to make it.
    StatisticsService counting = new DefaultStatisticsService();
    CacheManagerBuilder<CacheManager> builder =
        CacheManagerBuilder.newCacheManagerBuilder().using(counting);
    for (Service service : sizes) {
      builder = builder.using(service);
    }
    manager =
        builder
            .withCache(
                NAME,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(key, value, room)
                    .withExpiry(expiry))
            .build(true);
    cache = manager.getCache(NAME, key, value);
    statistics = counting.getCacheStatistics(NAME);
  }

  /**
   * A cache whose entries leave when they were not used for some time.
   *
   * @param most entries that it keeps
   */
  public static <K, V> BoundedCache<K, V> ofUsed(
      Class<K> key, Class<V> value, int most, Duration idle) {
    return new BoundedCache<>(
        key,
        value,
        ResourcePoolsBuilder.heap(most),
        ExpiryPolicyBuilder.timeToIdleExpiration(idle));
  }

  /**
   * A cache whose entries leave some time after they came.
   *
   * @param most entries that it keeps
   */
  public static <K, V> BoundedCache<K, V> ofRecent(
      Class<K> key, Class<V> value, int most, Duration age) {
    return new BoundedCache<>(
        key, value, ResourcePoolsBuilder.heap(most), ExpiryPolicyBuilder.timeToLiveExpiration(age));
  }

  /**
   * A cache of values that know how many bytes they keep. A value that grew is {@link #measure
   * measured} again. Entries do not leave for their age.
   *
   * @param mostBytes of all values together
   * @param bytes of a value as it is
   */
  public static <K, V> BoundedCache<K, V> ofBytes(
      Class<K> key, Class<V> value, long mostBytes, ToLongFunction<V> bytes) {
    return new BoundedCache<>(
        key,
        value,
        ResourcePoolsBuilder.newResourcePoolsBuilder().heap(mostBytes, MemoryUnit.B),
        ExpiryPolicyBuilder.noExpiration(),
        new KnownSizes<>(value, bytes));
  }

  /**
   * Asks a value for its size again, whereupon a few others may have to leave.
   *
   * @return false when that value is not there
   */
  public boolean measure(K key, V value) {
    return cache.replace(key, value, value);
  }

  /** Whether there is a value; asking is no use of it. */
  public boolean contains(K key) {
    return cache.containsKey(key);
  }

  public @Nullable V get(K key) {
    return cache.get(key);
  }

  public void put(K key, V value) {
    cache.put(key, value);
  }

  /** What was there already; {@code null} when the value was put. */
  public @Nullable V putIfAbsent(K key, V value) {
    return cache.putIfAbsent(key, value);
  }

  public void remove(K key) {
    cache.remove(key);
  }

  /** Removes a value if it is that one. */
  public boolean remove(K key, V value) {
    return cache.remove(key, value);
  }

  public void clear() {
    cache.clear();
  }

  public CacheUse use() {
    TierStatistics heap = statistics.getTierStatistics().get(HEAP);
    return new CacheUse(
        heap == null ? 0 : heap.getMappings(),
        statistics.getCacheHits(),
        statistics.getCacheMisses(),
        statistics.getCacheEvictions());
  }

  @Override
  public void close() {
    manager.close();
  }
}
