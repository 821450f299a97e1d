package io.deltas3proxy.gateway.provider;

import java.time.Duration;

/**
 * How backends are looked at.
 *
 * @param interval between two looks
 * @param timeout of one look
 * @param failures one after the other until a backend counts as down, 1 to 100
 */
public record ProbeSettings(Duration interval, Duration timeout, int failures) {

  public static final ProbeSettings DEFAULTS =
      new ProbeSettings(Duration.ofSeconds(10), Duration.ofSeconds(5), 2);

  public ProbeSettings {
    if (interval.toMillis() < 1 || timeout.toMillis() < 1) {
      throw new IllegalArgumentException("interval and timeout are 1 ms or more");
    }
    if (failures < 1 || failures > 100) {
      throw new IllegalArgumentException("failures is 1 to 100, not " + failures);
    }
  }
}
