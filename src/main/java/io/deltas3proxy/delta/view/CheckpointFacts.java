package io.deltas3proxy.delta.view;

/**
 * What is known of a checkpoint that was written for a view, also when its file is gone again.
 *
 * @param size in bytes
 * @param actions rows
 * @param digest of the content, hexadecimal
 */
record CheckpointFacts(long size, long actions, String digest) {}
