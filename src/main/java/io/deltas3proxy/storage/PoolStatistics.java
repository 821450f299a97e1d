package io.deltas3proxy.storage;

/**
 * How a store's pool of connections is used at one moment.
 *
 * @param leased connections in use by requests and open bodies
 * @param available idle connections kept for reuse
 * @param pending requests that wait for a connection
 * @param maximum most connections that there may be
 */
public record PoolStatistics(int leased, int available, int pending, int maximum) {

  /** What has a pool. */
  @FunctionalInterface
  public interface Source {
    PoolStatistics poolStatistics();
  }
}
