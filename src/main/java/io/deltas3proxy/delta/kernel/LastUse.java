package io.deltas3proxy.delta.kernel;

import java.time.Clock;
import java.time.Duration;

/** When somebody asked for an index, to a small part of the time that it may idle. */
final class LastUse {

  private static final int PARTS = 64;

  private final Clock clock;
  private final long idleMillis;
  private volatile long at;

  LastUse(Clock clock, Duration idleTime) {
    this.clock = clock;
    this.idleMillis = idleTime.toMillis();
    this.at = clock.millis();
  }

  void now() {
    long now = clock.millis();
    // Not each time: all requests would write to the same place.
    if (now - at > idleMillis / PARTS) {
      at = now;
    }
  }

  /** Whether it was longer ago than an index may idle. */
  boolean isLongAgo() {
    return clock.millis() - at >= idleMillis;
  }
}
