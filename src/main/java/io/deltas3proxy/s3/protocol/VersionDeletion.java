package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What became of one object, or version, that was to be deleted.
 *
 * @param versionId that was named; {@code null} for none
 * @param marker the version id of the marker that was made, or was deleted; {@code null} for none
 * @param error {@code null} when it is done
 */
public record VersionDeletion(
    String key, @Nullable String versionId, @Nullable String marker, @Nullable S3ErrorCode error) {}
