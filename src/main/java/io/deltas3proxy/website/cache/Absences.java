package io.deltas3proxy.website.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Names that are known not to be there, for a time; a bounded number of them. */
final class Absences {

  /** On the average: visitors choose the names, and long ones would take all memory. */
  private static final int CHARACTERS_OF_ONE = 160;

  private final int most;
  private final AtomicLong characters = new AtomicLong();
  private final ConcurrentMap<EntryKey, Long> until = new ConcurrentHashMap<>();

  Absences(int most) {
    this.most = most;
  }

  /**
   * Whether a name is known not to be there.
   *
   * @param now milliseconds since the epoch
   */
  boolean contain(EntryKey key, long now) {
    Long end = until.get(key);
    return end != null && now < end;
  }

  /** Whether a name was not there when it was looked for last, however long ago that is. */
  boolean remember(EntryKey key) {
    return until.containsKey(key);
  }

  /** Somebody may ask for any number of names: then none of those before is remembered. */
  void add(EntryKey key, long now, long end) {
    if (isFull()) {
      removeIf((name, time) -> time <= now);
      if (isFull()) {
        removeIf(name -> true);
      }
    }
    if (until.put(key, end) == null) {
      characters.addAndGet(key.name().length());
    }
  }

  private boolean isFull() {
    return until.size() >= most || characters.get() >= (long) most * CHARACTERS_OF_ONE;
  }

  void remove(EntryKey key) {
    if (until.remove(key) != null) {
      characters.addAndGet(-key.name().length());
    }
  }

  void removeIf(Predicate<EntryKey> cleared) {
    removeIf((key, end) -> cleared.test(key));
  }

  private void removeIf(BiPredicate<EntryKey, Long> unwanted) {
    until.forEach((key, end) -> {
      if (unwanted.test(key, end)) {
        remove(key);
      }
    });
  }

  /** How many names there are. */
  int size() {
    return until.size();
  }
}
