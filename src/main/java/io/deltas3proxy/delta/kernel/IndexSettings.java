package io.deltas3proxy.delta.kernel;

import java.time.Duration;

/**
 * How indexes are kept.
 *
 * @param maxTables most indexes in memory, {@code >= 1}; the least recently used leaves
 * @param idleTime an index that nobody asked for that long leaves
 * @param refreshInterval least time between two looks for new commits of one table; may be zero
 * @param loadTimeout longest wait of a request for an index; loading goes on without it
 * @param tombstoneRetention how long files stay known after they left the table, for tables that do
 *     not say so themselves
 */
public record IndexSettings(
    int maxTables,
    Duration idleTime,
    Duration refreshInterval,
    Duration loadTimeout,
    Duration tombstoneRetention) {

  public static final IndexSettings DEFAULT =
      new IndexSettings(
          100,
          Duration.ofHours(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofDays(7));

  public IndexSettings {
    if (maxTables < 1) {
      throw new IllegalArgumentException("maxTables is at least 1, not " + maxTables);
    }
    positive("idleTime", idleTime);
    positive("loadTimeout", loadTimeout);
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
