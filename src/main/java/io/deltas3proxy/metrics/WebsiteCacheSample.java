package io.deltas3proxy.metrics;

/** What became of the pages of websites, see {@link WebsiteCacheCollector}. */
public record WebsiteCacheSample(
    double pages,
    double memoryBytes,
    double diskBytes,
    double hits,
    double stale,
    double misses,
    double confirmed,
    double failures,
    double evicted,
    double diskFailures) {}
