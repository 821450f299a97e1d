package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells how the replicas of the gateway stand; nothing while the database does not tell it. */
final class ReplicationCollector extends Collector {

  private static final String PREFIX = "deltas3proxy_gateway_";

  private final Supplier<Optional<ReplicationSample>> replication;

  ReplicationCollector(Supplier<Optional<ReplicationSample>> replication) {
    this.replication = replication;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return replication.get().map(ReplicationCollector::families).orElse(List.of());
  }

  private static List<MetricFamilySamples> families(ReplicationSample now) {
    List<MetricFamilySamples> families = new ArrayList<>();
    families.add(
        gauge(
            "jobs", "Jobs in the queue of all instances.", List.of("type", "status"), now.jobs()));
    families.add(
        new GaugeMetricFamily(
            PREFIX + "replication_lag_seconds",
            "For how long the oldest job waits that has not begun; 0 for none.",
            now.lagSeconds()));
    families.add(
        gauge(
            "versions",
            "Visible versions by the state of their replicas.",
            List.of("sync_status"),
            now.versions()));
    families.add(
        gauge(
            "replicas", "Replicas on each backend.", List.of("backend", "status"), now.replicas()));
    CounterMetricFamily ends =
        new CounterMetricFamily(
            PREFIX + "job_tries_total",
            "Tries of jobs by this instance, by how they ended.",
            List.of("type", "status"));
    now.ends().forEach(end -> ends.addMetric(end.labels(), end.count()));
    families.add(ends);
    families.add(
        new CounterMetricFamily(
            PREFIX + "replicated_bytes_total",
            "Bytes that jobs of this instance have copied.",
            now.copiedBytes()));
    return families;
  }

  private static GaugeMetricFamily gauge(
      String name, String help, List<String> labels, List<ReplicationSample.Counted> counts) {
    GaugeMetricFamily family = new GaugeMetricFamily(PREFIX + name, help, labels);
    counts.forEach(each -> family.addMetric(each.labels(), each.count()));
    return family;
  }
}
