package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Tells what becomes of the lines of the audit trail. */
final class AuditCollector extends Collector {

  private final Supplier<AuditSample> trail;

  AuditCollector(Supplier<AuditSample> trail) {
    this.trail = trail;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    AuditSample now = trail.get();
    return List.of(
        new CounterMetricFamily(
            "deltas3proxy_audit_written_total", "Lines of the audit trail.", now.written()),
        new CounterMetricFamily(
            "deltas3proxy_audit_lost_total", "Lines that were not written.", now.lost()),
        new CounterMetricFamily(
            "deltas3proxy_audit_failures_total", "Writes that failed.", now.failures()),
        new GaugeMetricFamily(
            "deltas3proxy_audit_waiting", "Lines that wait to be written.", now.waiting()));
  }
}
