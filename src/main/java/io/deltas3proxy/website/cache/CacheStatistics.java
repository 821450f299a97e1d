package io.deltas3proxy.website.cache;

/**
 * How the cache does.
 *
 * @param pages that are known
 * @param memoryBytes of pages in memory
 * @param diskBytes of all files
 * @param hits pages that were given without asking a store
 * @param stale pages that were given although their time was over
 * @param misses times that a store was asked for a page
 * @param confirmed of these, pages that had not changed
 * @param failures of these, stores that failed
 * @param evicted parts of pages that left for want of room
 * @param diskFailures files that could not be written or read
 */
public record CacheStatistics(
    long pages,
    long memoryBytes,
    long diskBytes,
    long hits,
    long stale,
    long misses,
    long confirmed,
    long failures,
    long evicted,
    long diskFailures) {}
