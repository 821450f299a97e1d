package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listings from the metadata, in the order of the keys' UTF-8 bytes. */
public interface VersionListings {

  /**
   * The latest versions that are no delete markers.
   *
   * @param request its bucket is the logical one
   */
  ListingPage objects(ListingRequest request) throws MetadataUnavailableException;

  /** All versions and delete markers; of one key the latest first. */
  VersionPage versions(VersionQuery query) throws MetadataUnavailableException;

  /**
   * What is listed.
   *
   * @param keyMarker only keys after it, or the key itself where a version is named too; empty for
   *     all
   * @param versionIdMarker only versions of that key that are older; {@code null} for none of it
   * @param most 1 to 1,000, versions and common prefixes together
   */
  record VersionQuery(
      String bucket,
      String prefix,
      @Nullable String delimiter,
      String keyMarker,
      @Nullable String versionIdMarker,
      int most) {}

  /**
   * One page.
   *
   * @param versions without their replicas
   * @param nextKeyMarker where the next page goes on; empty for the last page
   */
  record VersionPage(
      List<StoredVersion> versions,
      List<String> commonPrefixes,
      boolean truncated,
      String nextKeyMarker,
      @Nullable String nextVersionIdMarker) {
    public VersionPage {
      versions = List.copyOf(versions);
      commonPrefixes = List.copyOf(commonPrefixes);
    }
  }
}
