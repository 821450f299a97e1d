package io.deltas3proxy.app;

import io.deltas3proxy.gateway.metadata.OperationsStatistics;
import io.deltas3proxy.metrics.AuditSample;

/** Makes samples for metrics of what becomes of the gateway's log of operations. */
final class OperationsLogSamples {

  /** What the names of its metrics have in them. */
  static final String NAME = "gateway_operations_log";

  private OperationsLogSamples() {}

  static AuditSample of(OperationsStatistics now) {
    return new AuditSample(now.written(), now.lost(), now.failures(), now.waiting());
  }
}
