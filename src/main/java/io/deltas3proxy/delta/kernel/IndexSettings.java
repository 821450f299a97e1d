package io.deltas3proxy.delta.kernel;

import java.time.Duration;

/**
 * How indexes are kept.
 *
 * @param memoryBytes of all indexes in memory; the least recently used leave
 * @param idleTime an index that nobody asked for that long leaves
 * @param refreshInterval least time between two looks for new commits of one table; may be zero
 * @param maxAge longest time for which what an index says holds without a look for new commits that
 *     succeeded; at least {@code refreshInterval}
 * @param loadTimeout longest wait of a request for an index; loading goes on without it
 * @param tombstoneRetention how long files stay known after they left the table, for tables that do
 *     not say so themselves
 */
public record IndexSettings(
    long memoryBytes,
    Duration idleTime,
    Duration refreshInterval,
    Duration maxAge,
    Duration loadTimeout,
    Duration tombstoneRetention) {

  /** Room for a few empty indexes. */
  private static final long LEAST_BYTES = 1 << 16;

  public static final IndexSettings DEFAULT =
      new IndexSettings(
          256L << 20,
          Duration.ofHours(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofDays(7));

  public IndexSettings {
    if (memoryBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("memoryBytes is too little: " + memoryBytes);
    }
    positive("idleTime", idleTime);
    positive("loadTimeout", loadTimeout);
    if (maxAge.compareTo(refreshInterval) < 0) {
      throw new IllegalArgumentException("maxAge is at least refreshInterval, not " + maxAge);
    }
    if (refreshInterval.isNegative() || tombstoneRetention.isNegative()) {
      throw new IllegalArgumentException("durations are not negative");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is more than zero, not " + value);
    }
  }
}
