package io.deltas3proxy.gateway.replication;

/**
 * How much one instance asks of a backend for its jobs.
 *
 * @param jobs at once, at least 1
 * @param bytesPerSecond that are read from it and written to it; 0 for any number
 */
public record RateLimit(int jobs, long bytesPerSecond) {

  public static final RateLimit STANDARD = new RateLimit(4, 0);

  public RateLimit {
    if (jobs < 1 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("jobs at once " + jobs + ", bytes " + bytesPerSecond);
    }
  }
}
