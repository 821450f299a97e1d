package io.deltas3proxy.delta;

/**
 * What the indexes in memory take.
 *
 * @param entries indexes that are there, or on their way
 * @param bytes of heap that they keep
 * @param mostBytes that they may keep
 */
public record IndexMemory(int entries, long bytes, long mostBytes) {}
