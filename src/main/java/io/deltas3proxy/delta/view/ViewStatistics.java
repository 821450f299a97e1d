package io.deltas3proxy.delta.view;

/**
 * What became of the files of all views.
 *
 * @param heapBytes of rewritten files in memory
 * @param diskBytes of rewritten files on disk
 * @param files that are kept, in memory and on disk
 * @param hits times that a file was kept when it was asked for
 * @param made files that were rewritten
 * @param failures rewritings that failed
 * @param evictions files that left for want of room
 * @param makingNanos time that the rewriting of files took, together
 */
public record ViewStatistics(
    long heapBytes,
    long diskBytes,
    long files,
    long hits,
    long made,
    long failures,
    long evictions,
    long makingNanos) {}
