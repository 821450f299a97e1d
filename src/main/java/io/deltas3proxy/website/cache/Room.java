package io.deltas3proxy.website.cache;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what takes room in memory. */
final class Room {

  private final AtomicLong taken = new AtomicLong();

  /** Less than nothing gives it back. */
  void take(long bytes) {
    taken.addAndGet(bytes);
  }

  long taken() {
    return taken.get();
  }
}
