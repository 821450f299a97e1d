package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Gives the use of the database's connections when somebody looks. */
final class DatabaseCollector extends Collector {

  private final Supplier<DatabaseSample> pool;

  DatabaseCollector(Supplier<DatabaseSample> pool) {
    this.pool = pool;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    DatabaseSample now = pool.get();
    GaugeMetricFamily connections =
        new GaugeMetricFamily(
            "deltas3proxy_database_connections",
            "Connections to the database: active, idle, pending (threads that wait), maximum.",
            List.of("state"));
    connections.addMetric(List.of("active"), now.active());
    connections.addMetric(List.of("idle"), now.idle());
    connections.addMetric(List.of("pending"), now.pending());
    connections.addMetric(List.of("maximum"), now.maximum());
    return List.of(
        connections,
        new CounterMetricFamily(
            "deltas3proxy_database_connection_timeouts_total",
            "Times that somebody waited in vain for a connection.",
            now.timeouts()));
  }
}
