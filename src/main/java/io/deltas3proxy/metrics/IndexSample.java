package io.deltas3proxy.metrics;

/**
 * How the index of one table is at one moment.
 *
 * @param table alias
 * @param state one of a few words, for example {@code ready}
 * @param version of the table that the index knows, -1 for none
 * @param objects files that the index knows
 * @param bytes of heap
 * @param ageSeconds since the index was last found to be current, -1 without an index
 * @param refreshSeconds that the last successful load or look for commits took, -1 before
 * @param loads times that the whole log was read
 * @param restores times that the index came from its file instead
 * @param refreshes times that new commits were looked for
 * @param failures loads and looks that failed
 * @param hits times that the index was asked for and there
 * @param evictions times that the index left memory
 */
public record IndexSample(
    String table,
    String state,
    long version,
    long objects,
    long bytes,
    double ageSeconds,
    double refreshSeconds,
    long loads,
    long restores,
    long refreshes,
    long failures,
    long hits,
    long evictions) {}
