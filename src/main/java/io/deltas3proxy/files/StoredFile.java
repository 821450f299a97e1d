package io.deltas3proxy.files;

/**
 * A file that a store has taken.
 *
 * @param eTag with its quotes
 * @param size in bytes
 */
public record StoredFile(String eTag, long size) {}
