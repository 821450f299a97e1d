package io.deltas3proxy.metrics;

/** What became of the files of filtered views, see {@link ViewCollector}. */
public record ViewSample(
    double heapBytes,
    double diskBytes,
    double files,
    double hits,
    double made,
    double failures,
    double evictions,
    double makingSeconds) {}
