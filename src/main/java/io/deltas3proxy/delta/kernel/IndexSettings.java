package io.deltas3proxy.delta.kernel;

import java.time.Duration;

/**
 * How indexes are kept.
 *
 * @param maxTables most indexes in memory, {@code >= 1}; the least recently used leaves
 * @param idleTime an index that nobody asked for that long leaves
 * @param refreshInterval least time between two looks for new commits of one table; may be zero
 * @param maxAge longest time for which what an index says holds without a look for new commits that
 *     succeeded; at least {@code refreshInterval}
 * @param loadTimeout longest wait of a request for an index; loading goes on without it
 * @param tombstoneRetention how long files stay known after they left the table, for tables that do
 *     not say so themselves
 */
public record IndexSettings(
    int maxTables,
    Duration idleTime,
    Duration refreshInterval,
    Duration maxAge,
    Duration loadTimeout,
    Duration tombstoneRetention) {

  public static final IndexSettings DEFAULT =
      new IndexSettings(
          100,
          Duration.ofHours(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofDays(7));

  public IndexSettings {
    if (maxTables < 1) {
      throw new IllegalArgumentException("maxTables is at least 1, not " + maxTables);
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
