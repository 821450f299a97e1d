package io.deltas3proxy.metrics;

/**
 * How the index of one table is at one moment.
 *
 * @param table alias
 * @param state one of a few words, for example {@code ready}
 * @param version of the table that the index knows, -1 for none
 * @param objects files that the index knows
 * @param partitions different partitions
 * @param bytes of heap
 * @param ageSeconds since the index was last found to be current, -1 when it never was
 * @param refreshes looks for new commits so far
 * @param failures loads and looks that failed so far
 */
public record IndexSample(
    String table,
    String state,
    long version,
    long objects,
    long partitions,
    long bytes,
    double ageSeconds,
    long refreshes,
    long failures) {}
