package io.deltas3proxy.gateway.replication;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How many bytes a second go from and to each backend. */
final class Throughput {

  /** What may be sent at once after a pause. */
  private static final long BURST_NANOS = 250_000_000L;

  /** Longest wait between two looks whether it is worth to wait on. */
  private static final long MOST_WAIT_NANOS = 100_000_000L;

  private static final double NANOS = 1e9;

  private final ReplicationSettings settings;
  private final LongSupplier nanoTime;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  /** When the next byte may go. */
  private static final class Lane {
    private long free;

    synchronized long reserve(long now, double nanos) {
      free = Math.max(free, now - BURST_NANOS) + (long) nanos;
      return free - now;
    }
  }

  Throughput(ReplicationSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Says, by failing, that it is not worth to wait on. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException;
  }

  /** Lets bytes pass that come from a backend or go to it, as soon as they may. */
  void pass(String backend, int bytes, Check check) throws IOException {
    for (long left = reserve(backend, bytes); left > 0; left -= MOST_WAIT_NANOS) {
      LockSupport.parkNanos(Math.min(left, MOST_WAIT_NANOS));
      check.run();
    }
  }

  /**
   * Books bytes on a backend.
   *
   * @return nanoseconds until they may go on; 0 or less for at once
   */
  long reserve(String backend, int bytes) {
    long perSecond = settings.limit(backend).bytesPerSecond();
    if (perSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    return lanes
        .computeIfAbsent(backend, name -> start(now))
        .reserve(now, bytes * NANOS / perSecond);
  }

  private static Lane start(long now) {
    Lane lane = new Lane();
    lane.free = now;
    return lane;
  }
}
