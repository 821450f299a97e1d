package io.deltas3proxy.database;

/**
 * Which database, and how it is used.
 *
 * @param maxConnections of the pool; one more waits for changes
 */
public record DatabaseSettings(
    DatabaseAddress address, int maxConnections, DatabaseTimeouts timeouts) {
  public DatabaseSettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("a pool without connections");
    }
  }
}
