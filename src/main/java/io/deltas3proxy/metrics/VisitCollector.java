package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Tells what becomes of the records of visits, for each sink. */
final class VisitCollector extends Collector {

  private static final List<String> SINK = List.of("sink");

  private final Supplier<List<VisitSample>> sinks;

  VisitCollector(Supplier<List<VisitSample>> sinks) {
    this.sinks = sinks;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<VisitSample> now = sinks.get();
    GaugeMetricFamily waiting =
        new GaugeMetricFamily("deltas3proxy_visits_waiting", "Records that wait.", SINK);
    now.forEach(sample -> waiting.addMetric(List.of(sample.sink()), (double) sample.waiting()));
    return List.of(
        counter("published", "Records that a sink took.", now, VisitSample::published),
        counter("dropped", "Records that found no room.", now, VisitSample::dropped),
        counter("failed", "Records refused or given up.", now, VisitSample::failed),
        counter("failures", "Attempts that failed.", now, VisitSample::failures),
        waiting);
  }

  private static CounterMetricFamily counter(
      String name, String help, List<VisitSample> now, ToLongFunction<VisitSample> value) {
    CounterMetricFamily family =
        new CounterMetricFamily("deltas3proxy_visits_" + name + "_total", help, SINK);
    now.forEach(
        sample -> family.addMetric(List.of(sample.sink()), (double) value.applyAsLong(sample)));
    return family;
  }
}
