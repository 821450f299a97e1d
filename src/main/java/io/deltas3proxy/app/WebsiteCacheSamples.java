package io.deltas3proxy.app;

import io.deltas3proxy.metrics.WebsiteCacheSample;
import io.deltas3proxy.website.cache.CacheStatistics;

/** Tells the metrics what the website cache counts. */
final class WebsiteCacheSamples {

  private WebsiteCacheSamples() {}

  static WebsiteCacheSample of(CacheStatistics now) {
    return new WebsiteCacheSample(
        now.pages(),
        now.memoryBytes(),
        now.diskBytes(),
        now.hits(),
        now.stale(),
        now.misses(),
        now.confirmed(),
        now.failures(),
        now.evicted(),
        now.diskFailures());
  }
}
