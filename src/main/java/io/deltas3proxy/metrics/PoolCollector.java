package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.PoolStatistics;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;

/** Gives the use of the stores' connections when somebody looks. */
final class PoolCollector extends Collector {

  private final Map<String, PoolStatistics.Source> pools;

  PoolCollector(Map<String, PoolStatistics.Source> pools) {
    this.pools = Map.copyOf(pools);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily connections =
        new GaugeMetricFamily(
            "deltas3proxy_backend_connections",
            "Connections to a store: leased, available, pending (requests that wait), maximum.",
            List.of("store", "state"));
    pools.forEach((store, source) -> {
      PoolStatistics pool = source.poolStatistics();
      connections.addMetric(List.of(store, "leased"), pool.leased());
      connections.addMetric(List.of(store, "available"), pool.available());
      connections.addMetric(List.of(store, "pending"), pool.pending());
      connections.addMetric(List.of(store, "maximum"), pool.maximum());
    });
    return List.of(connections);
  }
}
