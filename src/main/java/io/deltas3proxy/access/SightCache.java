package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.CacheConfiguration;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.jspecify.annotations.Nullable;

/** Keeps what callers see; the least recently used leave. */
final class SightCache implements AutoCloseable {

  private static final int MOST_CALLERS = 10_000;
  private static final int MOST_RULE_SETS = 10_000;
  private static final Duration IDLE = Duration.ofHours(1);
  private static final int LOCKS = 64;

  /** Loads what is not kept. */
  @FunctionalInterface
  interface Loader {
    CallerSights load() throws AccountsUnavailableException;
  }

  private record RuleSet(String alias, Set<PartitionRule> rules) {}

  private final CacheManager caches;
  private final Cache<Principal, CallerSights> callers;
  private final Cache<RuleSet, SharedPartitions> partitions;
  private volatile @Nullable CallerSights anonymous;

  /** One load at a time for a caller, so that a crowd of requests does not ask for the same. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  SightCache() {
    caches =
        CacheManagerBuilder.newCacheManagerBuilder()
            .withCache("callers", bounded(Principal.class, CallerSights.class, MOST_CALLERS))
            .withCache("partitions", bounded(RuleSet.class, SharedPartitions.class, MOST_RULE_SETS))
            .build(true);
    callers = caches.getCache("callers", Principal.class, CallerSights.class);
    partitions = caches.getCache("partitions", RuleSet.class, SharedPartitions.class);
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  private static <K, V> CacheConfiguration<K, V> bounded(Class<K> key, Class<V> value, int most) {
    return CacheConfigurationBuilder.newCacheConfigurationBuilder(
            key, value, ResourcePoolsBuilder.heap(most))
        .withExpiry(ExpiryPolicyBuilder.timeToIdleExpiration(IDLE))
        .build();
  }

  /**
   * @param principal {@code null} for somebody anonymous
   */
  @Nullable CallerSights get(@Nullable Principal principal) {
    return principal == null ? anonymous : callers.get(principal);
  }

  void put(@Nullable Principal principal, CallerSights sights) {
    if (principal == null) {
      anonymous = sights;
    } else {
      callers.put(principal, sights);
    }
  }

  CallerSights locked(@Nullable Principal principal, Loader loader)
      throws AccountsUnavailableException {
    ReentrantLock lock = locks[principal == null ? 0 : Math.floorMod(principal.hashCode(), LOCKS)];
    lock.lock();
    try {
      return loader.load();
    } finally {
      lock.unlock();
    }
  }

  /** The partitions that rules allow: the same object for the same rules, from wherever. */
  SharedPartitions partitions(String alias, List<NamedRule> rules) {
    Set<PartitionRule> distinct = new HashSet<>();
    rules.forEach(rule -> distinct.add(rule.rule()));
    RuleSet key = new RuleSet(alias, Set.copyOf(distinct));
    SharedPartitions known = partitions.get(key);
    if (known != null) {
      return known;
    }
    SharedPartitions fresh = new SharedPartitions(alias, rules);
    SharedPartitions other = partitions.putIfAbsent(key, fresh);
    return other == null ? fresh : other;
  }

  @Override
  public void close() {
    caches.close();
  }
}
