package io.deltas3proxy.delta;

/**
 * A 128-bit hash that stands for a key.
 *
 * @param high never 0
 */
record Hash128(long high, long low) {}
