package io.deltas3proxy.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Tells how the pages of websites are kept. */
final class WebsiteCacheCollector extends Collector {

  private static final String PREFIX = "deltas3proxy_website_cache_";

  private final Supplier<WebsiteCacheSample> cache;

  WebsiteCacheCollector(Supplier<WebsiteCacheSample> cache) {
    this.cache = cache;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    WebsiteCacheSample now = cache.get();
    GaugeMetricFamily bytes =
        new GaugeMetricFamily(PREFIX + "bytes", "Pages that are kept.", List.of("place"));
    bytes.addMetric(List.of("heap"), now.memoryBytes());
    bytes.addMetric(List.of("disk"), now.diskBytes());
    return List.of(
        bytes,
        new GaugeMetricFamily(PREFIX + "pages", "Pages that are known.", now.pages()),
        counter("hits_total", "Pages that were given without asking a store.", now.hits()),
        counter("stale_total", "Pages that were given after their time.", now.stale()),
        counter("misses_total", "Times that a store was asked.", now.misses()),
        counter("confirmed_total", "Times that a page had not changed.", now.confirmed()),
        counter("failures_total", "Times that a store failed.", now.failures()),
        counter("evictions_total", "Parts of pages that left for room.", now.evicted()),
        counter("disk_failures_total", "Files that failed.", now.diskFailures()));
  }

  private static CounterMetricFamily counter(String name, String help, double value) {
    return new CounterMetricFamily(PREFIX + name, help, value);
  }
}
