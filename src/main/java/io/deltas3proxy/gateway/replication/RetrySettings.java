package io.deltas3proxy.gateway.replication;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a job that failed is tried again: each time after twice as long, and at a random moment of
 * the second half of that time, so that jobs that failed together do not come back together.
 *
 * @param first before the first retry
 * @param most between two tries
 */
public record RetrySettings(Duration first, Duration most) {

  public static final RetrySettings STANDARD =
      new RetrySettings(Duration.ofSeconds(5), Duration.ofMinutes(10));

  private static final int MOST_DOUBLINGS = 20;

  public RetrySettings {
    if (!first.isPositive() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("retries after " + first + " to " + most);
    }
  }

  /**
   * How long to wait.
   *
   * @param retries that were needed so far, at least 1
   */
  public Duration after(int retries, RandomGenerator random) {
    int doublings = Math.min(Math.max(retries, 1) - 1, MOST_DOUBLINGS);
    Duration whole = first.multipliedBy(1L << doublings);
    long millis = Math.max(2, (whole.compareTo(most) > 0 ? most : whole).toMillis());
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }
}
