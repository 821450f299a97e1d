package io.deltas3proxy.gateway.replication;

import java.time.Duration;
import java.util.Map;

/**
 * How an instance carries out jobs.
 *
 * @param workers jobs at once; 0 for an instance that leaves them to others
 * @param poll how often it looks for what is due
 * @param heartbeat how often it says of a job that it is at it; after four times without, another
 *     takes the job over
 * @param checks how often, at least, a running job looks whether it was cancelled
 * @param limits by names of backends; others have {@link RateLimit#STANDARD}, or that of {@code *}
 */
public record ReplicationSettings(
    int workers,
    Duration poll,
    Duration heartbeat,
    Duration checks,
    RetrySettings retries,
    Map<String, RateLimit> limits) {

  public static final ReplicationSettings STANDARD =
      new ReplicationSettings(
          4,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          RetrySettings.STANDARD,
          Map.of());

  private static final String ANY = "*";

  public ReplicationSettings {
    limits = Map.copyOf(limits);
    if (workers < 0 || workers > 64) {
      throw new IllegalArgumentException("workers are 0 to 64, not " + workers);
    }
    if (!poll.isPositive() || !heartbeat.isPositive() || checks.isNegative()) {
      throw new IllegalArgumentException("poll " + poll + ", heartbeat " + heartbeat);
    }
  }

  /** What one backend may be asked. */
  public RateLimit limit(String backend) {
    RateLimit standard = limits.getOrDefault(ANY, RateLimit.STANDARD);
    return limits.getOrDefault(backend, standard);
  }
}
