package io.deltas3proxy.accounts;

import io.deltas3proxy.cache.BoundedCache;
import io.deltas3proxy.cache.CacheUse;
import io.deltas3proxy.cache.KeptData;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read from the database while its {@link Revision} is current. What is there and
 * what is not are kept apart, so that somebody who asks for invented names drives out nothing that
 * is in use; both are bounded, and the least recently used leave. Failures are not kept. Threads
 * that ask for the same wait for one answer.
 */
final class RevisionCache<V> implements AutoCloseable {

  private static final Duration IDLE = Duration.ofHours(1);

  /** Asks the database. */
  @FunctionalInterface
  interface Loader<V> {
    Optional<V> load(String name) throws AccountsUnavailableException;
  }

  private record Entry<V>(long revision, Optional<V> value) {}

  private final Revision revision;
  private final Loader<V> loader;
  private final BoundedCache<String, Entry<V>> present;
  private final BoundedCache<String, Entry<V>> absent;
  private final ConcurrentMap<String, FutureTask<Entry<V>>> loads = new ConcurrentHashMap<>();
  private final AtomicLong drops = new AtomicLong();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * Makes it.
   *
   * @param most entries that are kept of what is there, and as many of what is not
   */
  RevisionCache(Revision revision, Loader<V> loader, int most) {
    this.revision = revision;
    this.loader = loader;
    present = cache(most);
    absent = cache(most);
  }

  // The class of a generic type is that of its raw one.
  @SuppressWarnings("unchecked")
  private static <V> BoundedCache<String, Entry<V>> cache(int most) {
    return BoundedCache.ofUsed(String.class, (Class<Entry<V>>) (Class<?>) Entry.class, most, IDLE);
  }

  Optional<V> get(String name) throws AccountsUnavailableException {
    while (true) {
      // Before the rows: what changes between the two is then read again.
      long now = revision.current();
      Entry<V> entry = known(name);
      if (entry == null || entry.revision() != now) {
        misses.increment();
        entry = load(name, now);
      } else {
        hits.increment();
      }
      // Another thread may have begun to read before the last change.
      if (entry.revision() >= now) {
        return entry.value();
      }
    }
  }

  private @Nullable Entry<V> known(String name) {
    Entry<V> entry = present.get(name);
    return entry == null ? absent.get(name) : entry;
  }

  private Entry<V> load(String name, long now) throws AccountsUnavailableException {
    long dropsBefore = drops.get();
    FutureTask<Entry<V>> mine = new FutureTask<>(() -> new Entry<>(now, loader.load(name)));
    FutureTask<Entry<V>> first = loads.putIfAbsent(name, mine);
    if (first != null) {
      return result(first);
    }
    try {
      mine.run();
      Entry<V> entry = result(mine);
      boolean there = entry.value().isPresent();
      (there ? present : absent).put(name, entry);
      (there ? absent : present).remove(name);
      if (drops.get() != dropsBefore) {
        // It may have been read before everything was dropped.
        present.remove(name);
        absent.remove(name);
      }
      return entry;
    } finally {
      loads.remove(name, mine);
    }
  }

  private static <V> Entry<V> result(FutureTask<Entry<V>> load)
      throws AccountsUnavailableException {
    try {
      return load.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AccountsUnavailableException(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AccountsUnavailableException("interrupted", e);
    }
  }

  @Override
  public void close() {
    present.close();
    absent.close();
  }

  KeptData kept(String name) {
    return new KeptData(name, this::use, this::drop);
  }

  private CacheUse use() {
    return present.use().plus(absent.use()).withLookups(hits.sum(), misses.sum());
  }

  private void drop() {
    drops.incrementAndGet();
    loads.clear();
    present.clear();
    absent.clear();
  }
}
