package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Tells how the rewritten files of filtered views are kept. */
final class ViewCollector extends Collector {

  private final Supplier<ViewSample> views;

  ViewCollector(Supplier<ViewSample> views) {
    this.views = views;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    ViewSample now = views.get();
    GaugeMetricFamily bytes =
        new GaugeMetricFamily(
            "deltas3proxy_view_bytes", "Rewritten files that are kept.", List.of("place"));
    bytes.addMetric(List.of("heap"), now.heapBytes());
    bytes.addMetric(List.of("disk"), now.diskBytes());
    return List.of(
        bytes,
        new GaugeMetricFamily(
            "deltas3proxy_view_files", "Rewritten files that are kept.", now.files()),
        new CounterMetricFamily(
            "deltas3proxy_view_hits_total", "Files that were kept when asked for.", now.hits()),
        new CounterMetricFamily(
            "deltas3proxy_view_made_total", "Files that were rewritten.", now.made()),
        new CounterMetricFamily(
            "deltas3proxy_view_failures_total", "Rewritings that failed.", now.failures()),
        new CounterMetricFamily(
            "deltas3proxy_view_evictions_total",
            "Files that left for want of room.",
            now.evictions()),
        new CounterMetricFamily(
            "deltas3proxy_view_making_seconds_total",
            "Time that the rewriting took.",
            now.makingSeconds()));
  }
}
