package io.deltas3proxy.storage;

import java.time.Instant;

/**
 * One object in a listing.
 *
 * @param key physical key
 * @param size in bytes
 * @param eTag with its quotes
 */
public record ListedObject(
    String key, long size, String eTag, Instant lastModified, String storageClass) {}
