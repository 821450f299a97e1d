package io.deltas3proxy.storage.s3;

import java.time.Duration;

/**
 * How one store is spoken to.
 *
 * @param maxConnections most open connections, 1 or more; a request waits for a free one until its
 *     deadline
 * @param connectTimeout to open a connection, TLS included
 * @param readTimeout between two reads of an answer
 * @param requestDeadline for one request with its retries, until the head of the answer is there
 * @param maxRetries after the first attempt, 0 to 10
 */
public record HttpSettings(
    int maxConnections,
    Duration connectTimeout,
    Duration readTimeout,
    Duration requestDeadline,
    int maxRetries) {

  public static final HttpSettings DEFAULTS =
      new HttpSettings(
          256, Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(30), 3);

  private static final int MOST_RETRIES = 10;

  public HttpSettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections is 1 or more, not " + maxConnections);
    }
    if (maxRetries < 0 || maxRetries > MOST_RETRIES) {
      throw new IllegalArgumentException("maxRetries is 0 to 10, not " + maxRetries);
    }
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("readTimeout", readTimeout);
    requirePositive("requestDeadline", requestDeadline);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(name + " is 1 ms or more, not " + value);
    }
  }
}
