package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionListings.VersionPage;
import io.deltas3proxy.gateway.VersionListings.VersionQuery;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.WriteConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings, whichever database they come from, held against lists that are made in memory. */
abstract class VersionListingsContract {

  /** U+FF5E comes before U+1F600 as UTF-8, and after it as UTF-16. */
  private static final List<String> PIECES =
      List.of(
          "a", "B", "/", "/", "--", "\uff5e", "\ud83d\ude00", "\ud7ff", "\udbff\udfff", " ", "%");

  private MetadataFixture fixture;
  private JdbcVersionListings listings;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    listings = new JdbcVersionListings(fixture.database);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ListingPage page(
      String prefix, @Nullable String delimiter, @Nullable String after, int most)
      throws Exception {
    return listings.objects(new ListingRequest(BUCKET, prefix, delimiter, after, most));
  }

  private static List<String> names(ListingPage page) {
    return Stream.concat(
            page.objects().stream().map(ListedObject::key), page.commonPrefixes().stream())
        .sorted(KeyOrder.UTF_8)
        .toList();
  }

  @Test
  void pagesOfObjectsAreThoseOfTheSortedKeys() throws Exception {
    Random random = new Random(7);
    TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
    while (keys.size() < 120) {
      keys.add(randomKey(random));
    }
    for (String key : keys) {
      fixture.put(key, "\"1\"");
    }
    for (@Nullable String delimiter : new String[] {null, "/", "--", "a", "\ud83d\ude00"}) {
      for (String prefix : List.of("", "a", "a/", "/", "\udbff\udfff", "\ud7ff", "none")) {
        for (int most : new int[] {1, 3, 1000}) {
          assertListed(expected(keys, prefix, delimiter), prefix, delimiter, most);
        }
      }
    }
  }

  private static String randomKey(Random random) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      key.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return key.toString();
  }

  private static List<String> expected(
      Set<String> keys, String prefix, @Nullable String delimiter) {
    TreeSet<String> names = new TreeSet<>(KeyOrder.UTF_8);
    for (String key : keys) {
      if (key.startsWith(prefix)) {
        int found = delimiter == null ? -1 : key.indexOf(delimiter, prefix.length());
        names.add(
            delimiter == null || found < 0 ? key : key.substring(0, found + delimiter.length()));
      }
    }
    return List.copyOf(names);
  }

  private void assertListed(
      List<String> expected, String prefix, @Nullable String delimiter, int most) throws Exception {
    List<String> listed = new ArrayList<>();
    String after = null;
    boolean more = true;
    while (more) {
      ListingPage page = page(prefix, delimiter, after, most);
      List<String> names = names(page);
      assertTrue(names.size() <= most);
      assertTrue(!page.truncated() || names.size() == most, "a page is full or the last");
      listed.addAll(names);
      after = page.nextStartAfter();
      more = page.truncated();
    }
    assertEquals(expected, listed, "prefix " + prefix + ", delimiter " + delimiter);
  }

  @Test
  void anyTextMayBeWhereAListingStarts() throws Exception {
    for (String key : List.of("a", "a/1", "a/2", "b", "c/1")) {
      fixture.put(key, "\"1\"");
    }
    assertEquals(List.of("a/", "b", "c/"), names(page("", "/", "a", 10)));
    assertEquals(List.of("b", "c/"), names(page("", "/", "a/", 10)));
    assertEquals(List.of("b", "c/"), names(page("", "/", "a/1", 10)));
    assertEquals(List.of("a/2"), names(page("a/", null, "a/1", 10)));
    assertEquals(List.of("a/1", "a/2"), names(page("a/", null, "A", 10)));
    assertEquals(List.of(), names(page("a/", null, "b", 10)));
    assertEquals(List.of("b", "c/1"), names(page("", null, "a/2\0x", 10)));
    assertEquals(List.of("a/1", "a/2", "b", "c/1"), names(page("", null, "a\0", 10)));
    assertEquals(List.of(), names(page("a\0", null, null, 10)));
    assertEquals(List.of(), names(page("", null, "\udbff\udfff", 10)));
    assertEquals(
        List.of(), listings.objects(new ListingRequest("other", "", null, null, 10)).objects());
  }

  @Test
  void whatIsListedIsTheLatestVersionAndNoDeleteMarker() throws Exception {
    fixture.put("k", "\"1\"");
    StoredVersion latest = fixture.put("k", "\"two\"");
    fixture.put("gone", "\"1\"");
    mark("gone");
    fixture.versions.begin(MetadataFixture.draft("hidden"));
    ListingPage page = page("", null, null, 10);
    assertEquals(
        List.of(new ListedObject("k", 5, "\"two\"", latest.lastModified(), "STANDARD")),
        page.objects());
    assertFalse(page.truncated());
    assertEquals("", page.nextStartAfter());
  }

  private StoredVersion mark(String key) throws Exception {
    return fixture.versions.mark(BUCKET, key, MetadataFixture.newId(), "bob", WriteConditions.NONE);
  }

  private List<String> versions(String prefix, @Nullable String delimiter, int most)
      throws Exception {
    List<String> listed = new ArrayList<>();
    String key = "";
    String id = null;
    boolean more = true;
    while (more) {
      VersionPage page =
          listings.versions(new VersionQuery(BUCKET, prefix, delimiter, key, id, most));
      assertTrue(page.versions().size() + page.commonPrefixes().size() <= most);
      page.versions().forEach(version -> listed.add(version.key() + " " + version.versionId()));
      listed.addAll(page.commonPrefixes());
      key = page.nextKeyMarker();
      id = page.nextVersionIdMarker();
      more = page.truncated();
      assertEquals(more, !key.isEmpty());
    }
    return listed;
  }

  @Test
  void versionsAreListedByKeyAndTheLatestOfEachFirst() throws Exception {
    List<String> a = new ArrayList<>();
    List<String> b = new ArrayList<>();
    List<String> below = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      a.addFirst("a " + fixture.put("a", "\"1\"").versionId());
      below.addFirst("a/x " + fixture.put("a/x", "\"1\"").versionId());
      b.addFirst("b " + (i % 2 == 0 ? mark("b") : fixture.put("b", "\"1\"")).versionId());
    }
    List<String> all = Stream.of(a, below, b).flatMap(List::stream).toList();
    List<String> grouped = Stream.of(a, List.of("a/"), b).flatMap(List::stream).toList();
    for (int most = 1; most <= 17; most++) {
      assertEquals(all, versions("", null, most), "pages of " + most);
      assertEquals(
          grouped.stream().sorted().toList(),
          versions("", "/", most).stream().sorted().toList(),
          "pages of " + most);
      assertEquals(below, versions("a/", "/", most));
    }
    StoredVersion first =
        listings.versions(new VersionQuery(BUCKET, "b", null, "", null, 1)).versions().getFirst();
    assertTrue(first.latest());
    assertTrue(first.deleteMarker());
  }

  @Test
  void aVersionThatIsDeletedBetweenTwoPagesHidesNone() throws Exception {
    List<StoredVersion> stored = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stored.addFirst(fixture.put("k", "\"1\""));
    }
    StoredVersion marker = stored.get(1);
    fixture.versions.delete(BUCKET, "k", marker.versionId(), false);
    assertEquals(ids(stored.subList(2, 4)), after(marker.versionId()));
    fixture.versions.collectable(10);
    fixture.versions.forget(marker.id());
    assertEquals(
        ids(List.of(stored.get(0), stored.get(2), stored.get(3))),
        after(marker.versionId()),
        "rather twice than not at all");
  }

  private List<String> after(String id) throws Exception {
    return ids(listings.versions(new VersionQuery(BUCKET, "", null, "k", id, 10)).versions());
  }

  private static List<String> ids(List<StoredVersion> versions) {
    return versions.stream().map(StoredVersion::versionId).toList();
  }
}
