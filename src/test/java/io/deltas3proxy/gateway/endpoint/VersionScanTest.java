package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3VersionCommand.ListObjectVersions;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionScanTest {

  private static final String BUCKET = "bucket";

  /** Three versions of each of some keys, the latest first. */
  private static final class Listed implements VersionListings {

    private final List<StoredVersion> all = new ArrayList<>();

    Listed(String... keys) {
      for (String key : keys) {
        for (String id : List.of("v3", "v2", "v1")) {
          all.add(version(key, id));
        }
      }
    }

    @Override
    public ListingPage objects(ListingRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public VersionPage versions(VersionQuery query) {
      List<StoredVersion> found = new ArrayList<>();
      boolean behind = query.keyMarker().isEmpty();
      for (StoredVersion version : all) {
        boolean wanted = behind || version.key().compareTo(query.keyMarker()) > 0;
        if (wanted && version.key().startsWith(query.prefix())) {
          found.add(version);
        }
        behind |=
            version.key().equals(query.keyMarker())
                && version.versionId().equals(query.versionIdMarker());
      }
      if (found.size() <= query.most()) {
        return new VersionPage(found, List.of(), false, "", null);
      }
      StoredVersion last = found.get(query.most() - 1);
      return new VersionPage(
          found.subList(0, query.most()), List.of(), true, last.key(), last.versionId());
    }
  }

  private static StoredVersion version(String key, String id) {
    return new StoredVersion(
        0,
        BUCKET,
        key,
        id,
        false,
        false,
        0,
        "",
        Instant.EPOCH,
        Map.of(),
        Map.of(),
        StoredVersion.Protection.NONE,
        new StoredVersion.Sync(SyncStatus.COMPLETE, null, Set.of(), 1, 1),
        List.of());
  }

  @Test
  void pagesOfAnySizeGiveEveryVersionOfSeveralPrefixesOnce() throws Exception {
    Listed listed = new Listed("a/1", "a/2", "b", "c/1", "c/2");
    List<String> expected = new ArrayList<>();
    for (StoredVersion version : listed.all) {
      if (!version.key().equals("b")) {
        expected.add(version.key() + " " + version.versionId());
      }
    }
    for (int most = 1; most <= 14; most++) {
      assertEquals(expected, pages(listed, most), "pages of " + most);
    }
  }

  private static List<String> pages(VersionListings listings, int most) throws Exception {
    List<String> seen = new ArrayList<>();
    @Nullable String key = null;
    @Nullable String id = null;
    for (int pages = 0; pages < 20; pages++) {
      VersionScan.Page page =
          new VersionScan(
                  listings,
                  BUCKET,
                  new ListObjectVersions(BUCKET, new ListingQuery("", null, most, false), key, id))
              .scan(List.of("a/", "c/"));
      page.versions().forEach(version -> seen.add(version.key() + " " + version.versionId()));
      assertTrue(page.versions().size() <= most);
      key = page.nextKeyMarker();
      id = page.nextVersionIdMarker();
      if (key == null) {
        return seen;
      }
    }
    return seen;
  }
}
