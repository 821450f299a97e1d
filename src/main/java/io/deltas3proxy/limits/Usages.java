package io.deltas3proxy.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The usage of a bounded number of keys. One that could be a new one is forgotten when there is no
 * room; when all have something to remember, the keys that find no room share one usage.
 */
final class Usages {

  private final ConcurrentMap<String, Usage> byKey = new ConcurrentHashMap<>();
  private final AtomicLong nextSweep = new AtomicLong();
  private final Usage shared = new Usage();
  private final int most;

  Usages(int most) {
    this.most = most;
  }

  Usage of(String key, long now) {
    Usage known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() >= most) {
      sweep(now);
      if (byKey.size() >= most) {
        return shared;
      }
    }
    // Threads that come here together put in a few too many.
    return byKey.computeIfAbsent(key, unused -> new Usage());
  }

  /** Takes a forgotten usage out, so that the key gets a new one. */
  void remove(String key, Usage forgotten) {
    byKey.remove(key, forgotten);
  }

  /** At most once in a second, by one thread: it looks at all of them. */
  private void sweep(long now) {
    long next = nextSweep.get();
    if (now >= next && nextSweep.compareAndSet(next, now + Usage.SECOND)) {
      byKey.values().removeIf(usage -> usage.forget(now));
    }
  }

  int size() {
    return byKey.size();
  }
}
