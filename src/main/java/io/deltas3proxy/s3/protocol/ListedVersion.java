package io.deltas3proxy.s3.protocol;

import java.time.Instant;

/**
 * A version in a listing, or a delete marker.
 *
 * @param eTag with its quotes; without meaning for a marker
 */
public record ListedVersion(
    String key,
    String versionId,
    boolean latest,
    boolean deleteMarker,
    Instant lastModified,
    long size,
    String eTag) {}
