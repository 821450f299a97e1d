package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.gateway.VersionListings.VersionPage;
import io.deltas3proxy.gateway.VersionListings.VersionQuery;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3VersionCommand.ListObjectVersions;
import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one page of versions together of what lies below some prefixes. Used once. */
final class VersionScan {

  private final VersionListings listings;
  private final String bucket;
  private final ListingQuery query;
  private final List<StoredVersion> versions = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String keyMarker;
  private @Nullable String versionMarker;
  private boolean more;

  VersionScan(VersionListings listings, String bucket, ListObjectVersions command) {
    this.listings = listings;
    this.bucket = bucket;
    this.query = command.query();
    String marker = command.keyMarker();
    this.keyMarker = marker == null ? "" : marker;
    this.versionMarker = command.versionIdMarker();
  }

  /**
   * One page.
   *
   * @param nextKeyMarker where the next page goes on; {@code null} for the last one
   */
  record Page(
      List<StoredVersion> versions,
      List<String> prefixes,
      @Nullable String nextKeyMarker,
      @Nullable String nextVersionIdMarker) {}

  /**
   * Looks for entries.
   *
   * @param readable prefixes in the order of keys, none of which begins with another, all of which
   *     begin with that of the query
   */
  Page scan(List<String> readable) throws MetadataUnavailableException {
    if (query.maxKeys() > 0) {
      for (String prefix : readable) {
        below(prefix);
      }
    }
    return new Page(versions, prefixes, more ? keyMarker : null, more ? versionMarker : null);
  }

  private void below(String prefix) throws MetadataUnavailableException {
    String group = Grouping.of(query, prefix);
    if (group != null) {
      offerGroup(prefix, group);
      return;
    }
    while (!more) {
      int room = query.maxKeys() - versions.size() - prefixes.size();
      VersionPage page = ask(prefix, query.delimiter(), Math.max(1, room));
      if (room == 0) {
        more = !page.versions().isEmpty() || !page.commonPrefixes().isEmpty();
        return;
      }
      take(page);
      if (!page.truncated()) {
        return;
      }
    }
  }

  private void offerGroup(String prefix, String group) throws MetadataUnavailableException {
    boolean given = prefixes.contains(group) || KeyOrder.UTF_8.compare(group, keyMarker) <= 0;
    if (more
        || given
        || listings
            .versions(new VersionQuery(bucket, prefix, null, "", null, 1))
            .versions()
            .isEmpty()) {
      return;
    }
    if (versions.size() + prefixes.size() == query.maxKeys()) {
      more = true;
      return;
    }
    prefixes.add(group);
    keyMarker = group;
    versionMarker = null;
  }

  private VersionPage ask(String prefix, @Nullable String delimiter, int most)
      throws MetadataUnavailableException {
    return listings.versions(
        new VersionQuery(bucket, prefix, delimiter, keyMarker, versionMarker, most));
  }

  private void take(VersionPage page) {
    versions.addAll(page.versions());
    prefixes.addAll(page.commonPrefixes());
    if (page.truncated()) {
      keyMarker = page.nextKeyMarker();
      versionMarker = page.nextVersionIdMarker();
    } else {
      advance(page);
    }
  }

  /**
   * Behind the last entry of a prefix that was given whole: also where that is another version of
   * the marker's own key, or the page after this one would be this one again.
   */
  private void advance(VersionPage page) {
    String key = page.versions().isEmpty() ? "" : page.versions().getLast().key();
    String group = page.commonPrefixes().isEmpty() ? "" : page.commonPrefixes().getLast();
    String greatest = KeyOrder.UTF_8.compare(key, group) > 0 ? key : group;
    if (!greatest.isEmpty() && KeyOrder.UTF_8.compare(greatest, keyMarker) >= 0) {
      keyMarker = greatest;
      versionMarker = null;
    }
  }
}
