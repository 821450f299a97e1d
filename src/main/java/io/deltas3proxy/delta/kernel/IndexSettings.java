package io.deltas3proxy.delta.kernel;

import java.time.Duration;

/**
 * How the indexes of tables are kept.
 *
 * @param maxTables most indexes in memory, 1 or more
 * @param idleTime an index that nobody asked for this long is dropped
 * @param refreshInterval least time between two looks for new commits of one table
 * @param loadTimeout how long a request waits for an index that is being loaded
 * @param tombstoneRetention how long removed files stay readable in tables that say nothing of it
 */
public record IndexSettings(
    int maxTables,
    Duration idleTime,
    Duration refreshInterval,
    Duration loadTimeout,
    Duration tombstoneRetention) {
  public IndexSettings {
    if (maxTables < 1) {
      throw new IllegalArgumentException("maxTables is 1 or more, not " + maxTables);
    }
  }
}
