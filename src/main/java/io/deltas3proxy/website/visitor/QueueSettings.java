package io.deltas3proxy.website.visitor;

import java.time.Duration;

/**
 * How visits wait for a sink.
 *
 * @param capacity visits that may wait; further ones are dropped
 * @param batch most visits that are published together
 * @param firstPause after a failure; each further one is twice as long
 * @param longestPause between two attempts
 * @param patience how long a batch is tried; then it is given up
 * @param end how long what waits is published at the end
 */
public record QueueSettings(
    int capacity,
    int batch,
    Duration firstPause,
    Duration longestPause,
    Duration patience,
    Duration end) {
  public QueueSettings {
    if (capacity < 1 || batch < 1 || firstPause.isNegative() || firstPause.isZero()) {
      throw new IllegalArgumentException("bounds of a queue of visits");
    }
  }

  /** What is usual, for so many visits that may wait. */
  public static QueueSettings of(int capacity) {
    return new QueueSettings(
        capacity,
        500,
        Duration.ofMillis(250),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5));
  }
}
