package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Tells what becomes of the lines of an audit trail, or of another log like it. */
final class AuditCollector extends Collector {

  private final String prefix;
  private final Supplier<AuditSample> trail;

  AuditCollector(String prefix, Supplier<AuditSample> trail) {
    this.prefix = prefix;
    this.trail = trail;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    AuditSample now = trail.get();
    return List.of(
        new CounterMetricFamily(
            prefix + "_written_total", "Lines that were written.", now.written()),
        new CounterMetricFamily(prefix + "_lost_total", "Lines that were not written.", now.lost()),
        new CounterMetricFamily(prefix + "_failures_total", "Writes that failed.", now.failures()),
        new GaugeMetricFamily(
            prefix + "_waiting", "Lines that wait to be written.", now.waiting()));
  }
}
