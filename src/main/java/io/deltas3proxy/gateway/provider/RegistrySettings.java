package io.deltas3proxy.gateway.provider;

import java.time.Duration;

/**
 * How backends are run.
 *
 * @param bucket physical, of all backends
 * @param grace that a store is kept which nobody uses and whose backend is gone
 */
public record RegistrySettings(
    String bucket, BreakerSettings breaker, ProbeSettings probe, Duration grace) {

  /** With the usual grace. */
  public RegistrySettings(String bucket, BreakerSettings breaker, ProbeSettings probe) {
    this(bucket, breaker, probe, Duration.ofMinutes(1));
  }
}
