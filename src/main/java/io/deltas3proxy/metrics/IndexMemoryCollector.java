package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Gives what the indexes of all tables take when somebody looks. */
final class IndexMemoryCollector extends Collector {

  private final Supplier<IndexMemorySample> memory;

  IndexMemoryCollector(Supplier<IndexMemorySample> memory) {
    this.memory = memory;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    IndexMemorySample sample = memory.get();
    return List.of(
        gauge("entries", "Indexes in memory.", sample.entries()),
        gauge("bytes", "Heap that all indexes take.", (double) sample.bytes()),
        gauge("limit_bytes", "Heap that all indexes may take.", (double) sample.mostBytes()),
        gauge("disk_bytes", "Files of indexes, in bytes.", (double) sample.diskBytes()));
  }

  private static MetricFamilySamples gauge(String name, String help, double value) {
    return new GaugeMetricFamily("deltas3proxy_index_cache_" + name, help, value);
  }
}
