package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Gives what is known of the tables' indexes when somebody looks. */
final class IndexCollector extends Collector {

  private static final List<String> TABLE = List.of("table");

  private final Supplier<List<IndexSample>> tables;

  IndexCollector(Supplier<List<IndexSample>> tables) {
    this.tables = tables;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<IndexSample> samples = tables.get();
    List<MetricFamilySamples> families = new ArrayList<>();
    GaugeMetricFamily states =
        new GaugeMetricFamily(
            "deltas3proxy_index_state",
            "1 for the state that the index of a table is in.",
            List.of("table", "state"));
    samples.forEach(sample -> states.addMetric(List.of(sample.table(), sample.state()), 1));
    families.add(states);
    families.add(gauge(samples, "version", "Version of the table.", s -> (double) s.version()));
    families.add(gauge(samples, "objects", "Files that are known.", s -> (double) s.objects()));
    families.add(gauge(samples, "bytes", "Heap that is kept.", s -> (double) s.bytes()));
    families.add(
        gauge(
            samples,
            "age_seconds",
            "Time since the index was last found to be current; -1 for never.",
            IndexSample::ageSeconds));
    families.add(
        gauge(
            samples,
            "refresh_seconds",
            "Time that the last successful read of the log, or look for commits, took; -1 before.",
            IndexSample::refreshSeconds));
    families.add(counter(samples, "loads", "Whole reads of a log.", s -> (double) s.loads()));
    families.add(
        counter(
            samples,
            "restores",
            "Times that an index came from its file instead.",
            s -> (double) s.restores()));
    families.add(
        counter(samples, "evictions", "Times that an index left.", s -> (double) s.evictions()));
    families.add(
        counter(samples, "refreshes", "Looks for new commits.", s -> (double) s.refreshes()));
    families.add(
        counter(
            samples,
            "failures",
            "Reads of a log, and looks for commits, that failed.",
            s -> (double) s.failures()));
    families.add(
        counter(
            samples,
            "cache_hits",
            "Times that the index was asked for and there.",
            s -> (double) s.hits()));
    return families;
  }

  private static MetricFamilySamples gauge(
      List<IndexSample> samples, String name, String help, ToDoubleFunction<IndexSample> value) {
    GaugeMetricFamily family = new GaugeMetricFamily("deltas3proxy_index_" + name, help, TABLE);
    samples.forEach(s -> family.addMetric(List.of(s.table()), value.applyAsDouble(s)));
    return family;
  }

  private static MetricFamilySamples counter(
      List<IndexSample> samples, String name, String help, ToDoubleFunction<IndexSample> value) {
    CounterMetricFamily family = new CounterMetricFamily("deltas3proxy_index_" + name, help, TABLE);
    samples.forEach(s -> family.addMetric(List.of(s.table()), value.applyAsDouble(s)));
    return family;
  }
}
