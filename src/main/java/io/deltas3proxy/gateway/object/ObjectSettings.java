package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.Location;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How objects are written and read.
 *
 * @param zone where this instance stands: the nearest replica is read first; {@code null} for the
 *     primary first
 * @param minimumReplicas that must be durable before a write is acknowledged, at least 1; a version
 *     that needs fewer is acknowledged with these
 * @param synchronousReplicas that a body is sent to at once, at least 1; the others are made by the
 *     queue
 * @param times how long things may take
 */
public record ObjectSettings(
    @Nullable Location zone, int minimumReplicas, int synchronousReplicas, Times times) {

  /**
   * How long things may take.
   *
   * @param lease how long a write that says nothing is taken for one under way; longer than any
   *     store may take to answer
   * @param delay by which slow backends may delay a write, in all
   * @param uploadLifetime after which an upload in parts is given up
   */
  public record Times(Duration lease, Duration delay, Duration uploadLifetime) {
    public static final Times DEFAULTS =
        new Times(Duration.ofMinutes(30), Duration.ofSeconds(10), Duration.ofDays(7));

    public Times {
      if (lease.toMillis() < 1 || delay.toMillis() < 1 || uploadLifetime.toMillis() < 1) {
        throw new IllegalArgumentException("times of writes are longer than nothing");
      }
    }
  }

  public ObjectSettings {
    if (minimumReplicas < 1 || synchronousReplicas < 1) {
      throw new IllegalArgumentException("a write needs a replica");
    }
  }
}
