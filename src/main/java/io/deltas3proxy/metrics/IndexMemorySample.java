package io.deltas3proxy.metrics;

/**
 * What the indexes of all tables take at one moment.
 *
 * @param entries indexes in memory
 * @param bytes of heap
 * @param mostBytes of heap that they may take
 * @param diskBytes of their files
 */
public record IndexMemorySample(int entries, long bytes, long mostBytes, long diskBytes) {}
