package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.cache.BoundedCache;
import io.deltas3proxy.cache.CacheUse;
import io.deltas3proxy.cache.KeptData;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
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

  private final BoundedCache<Principal, CallerSights> callers =
      BoundedCache.ofUsed(Principal.class, CallerSights.class, MOST_CALLERS, IDLE);
  private final BoundedCache<RuleSet, SharedPartitions> partitions =
      BoundedCache.ofUsed(RuleSet.class, SharedPartitions.class, MOST_RULE_SETS, IDLE);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile @Nullable CallerSights anonymous;

  /** One load at a time for a caller, so that a crowd of requests does not ask for the same. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  SightCache() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /**
   * What is kept of a caller.
   *
   * @param principal {@code null} for somebody anonymous
   * @return {@code null} without any, or when it is of another revision of the grants
   */
  @Nullable CallerSights get(@Nullable Principal principal, long revision) {
    CallerSights sights = principal == null ? anonymous : callers.get(principal);
    return sights != null && sights.isOf(revision) ? sights : null;
  }

  void put(@Nullable Principal principal, CallerSights sights) {
    if (principal == null) {
      anonymous = sights;
    } else {
      callers.put(principal, sights);
    }
  }

  /** A caller was asked for whose sights were there. */
  void countHit() {
    hits.increment();
  }

  /** Loads the sights of a caller, after whoever does so now. */
  CallerSights locked(@Nullable Principal principal, Loader loader)
      throws AccountsUnavailableException {
    ReentrantLock lock = locks[principal == null ? 0 : Math.floorMod(principal.hashCode(), LOCKS)];
    misses.increment();
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

  /** The sights of callers, and the partitions that are behind them. */
  List<KeptData> kept() {
    return List.of(
        new KeptData("callers", this::useOfCallers, this::dropCallers),
        new KeptData("rule-partitions", partitions::use, this::dropPartitions));
  }

  private CacheUse useOfCallers() {
    CacheUse named = callers.use();
    CacheUse all = anonymous == null ? named : named.plus(new CacheUse(1, 0, 0, 0));
    return all.withLookups(hits.sum(), misses.sum());
  }

  private void dropCallers() {
    // What is being loaded now is put before its lock is free.
    for (ReentrantLock lock : locks) {
      lock.lock();
    }
    try {
      anonymous = null;
      callers.clear();
    } finally {
      for (ReentrantLock lock : locks) {
        lock.unlock();
      }
    }
  }

  private void dropPartitions() {
    partitions.clear();
    // They are held by the sights, too.
    dropCallers();
  }

  @Override
  public void close() {
    callers.close();
    partitions.close();
  }
}
