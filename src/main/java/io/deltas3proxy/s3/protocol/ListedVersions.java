package io.deltas3proxy.s3.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing of versions.
 *
 * @param nextKeyMarker where the next page begins; {@code null} when there is none
 * @param nextVersionIdMarker of the key of that marker; {@code null} for all of it given
 */
public record ListedVersions(
    List<ListedVersion> versions,
    List<String> commonPrefixes,
    @Nullable String nextKeyMarker,
    @Nullable String nextVersionIdMarker) {
  public ListedVersions {
    versions = List.copyOf(versions);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
