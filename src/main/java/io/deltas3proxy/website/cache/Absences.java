package io.deltas3proxy.website.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Names that are known not to be there, for a time; a bounded number of them. */
final class Absences {

  private final int most;
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

  /** Somebody may ask for any number of names: then none of those before is remembered. */
  void add(EntryKey key, long now, long end) {
    if (until.size() >= most) {
      until.values().removeIf(time -> time <= now);
      if (until.size() >= most) {
        until.clear();
      }
    }
    until.put(key, end);
  }

  void remove(EntryKey key) {
    until.remove(key);
  }

  void removeIf(Predicate<EntryKey> cleared) {
    until.keySet().removeIf(cleared);
  }
}
