package io.deltas3proxy.gateway.replication;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many bytes a second go from and to each backend. */
final class Throughput {

  /** What may be sent at once after a pause. */
  private static final long BURST_NANOS = 250_000_000L;

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
