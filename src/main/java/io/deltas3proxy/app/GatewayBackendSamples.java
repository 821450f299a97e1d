package io.deltas3proxy.app;

import io.deltas3proxy.gateway.provider.BackendStatus;
import io.deltas3proxy.metrics.GatewayBackendSample;

/** Makes samples for metrics of what the gateway's backends tell. */
final class GatewayBackendSamples {

  private static final double MILLIS = 1e3;

  private GatewayBackendSamples() {}

  static GatewayBackendSample of(BackendStatus status) {
    return new GatewayBackendSample(
        status.backend().name(),
        status.usable(),
        status.probe().finding().word(),
        (double) status.probe().took().toMillis() / MILLIS,
        status.breaker(),
        status.underWay());
  }
}
