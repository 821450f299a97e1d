package io.deltas3proxy.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises; each implementation runs it. Keys here are below {@link #base()}. */
public abstract class ObjectStoreContract {

  private static final byte[] CONTENT = "0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII);

  static final List<String> SPECIAL_KEYS =
      List.of(
          "a b",
          "a+b",
          "a=b",
          "a%b",
          "a%2Fb",
          "a%252Fb",
          "part=bar+%252521/f",
          "a;x=1",
          "a:b",
          "a&b?c#d",
          "a\\b",
          "a*b'c\"d<e>f",
          "[a]{b}|^`~!@$(),",
          "...",
          "..a/a..",
          ".hidden",
          "_delta_log/00000000000000000000.json",
          "\u00e9",
          "e\u0301",
          "\u65e5\u672c\u8a9e/\ud83d\ude00",
          "tab\there",
          "new\nline",
          "__HIVE_DEFAULT_PARTITION__/x",
          "x".repeat(200));

  protected abstract ObjectStore store();

  protected abstract String bucket();

  /** What all keys of the test begin with; empty or with a slash at its end. */
  protected abstract String base();

  protected abstract void put(String key, byte[] content) throws IOException;

  /** Whether the server under test keeps this key as it is; a store of ours must. */
  protected boolean holds(String key) {
    return true;
  }

  /** The delimiters that the server under test knows; a store of ours must take any. */
  protected List<String> delimiters() {
    return List.of("/", "=", "-", "c/");
  }

  protected ObjectAddress address(String key) {
    return new ObjectAddress(bucket(), base() + key);
  }

  protected final void putAll(String... keys) throws IOException {
    for (String key : keys) {
      put(base() + key, CONTENT);
    }
  }

  protected final byte[] read(ReadRequest request) throws IOException {
    try (ObjectContent content = store().get(request)) {
      byte[] bytes = content.body().readAllBytes();
      assertEquals(content.head().length(), bytes.length);
      return bytes;
    }
  }

  protected final ListingPage list(
      String prefix, @Nullable String delimiter, @Nullable String startAfter, int maxKeys)
      throws IOException {
    return store()
        .list(
            new ListingRequest(
                bucket(),
                base() + prefix,
                delimiter,
                startAfter == null ? null : base() + startAfter,
                maxKeys));
  }

  /** Objects and common prefixes of one page in order, without the base. */
  protected final List<String> entries(ListingPage page) {
    List<String> all = new ArrayList<>(page.commonPrefixes());
    page.objects().forEach(object -> all.add(object.key()));
    all.sort(KeyOrder.UTF_8);
    return all.stream().map(key -> key.substring(base().length())).toList();
  }

  private ReadRequest conditional(String key, ReadConditions conditions) {
    return new ReadRequest(address(key), null, null, conditions, false);
  }

  private void assertBoth(Class<? extends StoreException> expected, ReadRequest request) {
    assertThrows(expected, () -> store().get(request).close());
    assertThrows(expected, () -> store().head(request));
  }

  // --- reads ---

  @Test
  void anObjectIsReadWhole() throws IOException {
    putAll("dir/f");
    assertArrayEquals(CONTENT, read(ReadRequest.whole(address("dir/f"))));
    ReadHead head = store().head(ReadRequest.whole(address("dir/f")));
    assertEquals(CONTENT.length, head.info().size());
    assertNull(head.range());
  }

  @Test
  void anEmptyObjectIsReadWhole() throws IOException {
    put(base() + "empty", new byte[0]);
    assertEquals(0, read(ReadRequest.whole(address("empty"))).length);
    assertEquals(0, store().head(ReadRequest.whole(address("empty"))).info().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "dir", "dir/", "dir/none", "d", "dir/f/", "dir/f/below"})
  void whatIsNoObjectIsNotFound(String key) throws IOException {
    assumeTrue(holds(key));
    putAll("dir/f");
    assertBoth(StoreException.NotFound.class, ReadRequest.whole(address(key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir//f", "/dir/f", "dir/./f", "dir/../dir/f", "dir/x/../f"})
  void aKeyIsNeverNormalised(String key) throws IOException {
    assumeTrue(holds(key));
    putAll("dir/f");
    assertBoth(StoreException.NotFound.class, ReadRequest.whole(address(key)));
  }

  @ParameterizedTest
  @FieldSource("SPECIAL_KEYS")
  void everyCharacterMeansItself(String key) throws IOException {
    assumeTrue(holds(key));
    put(base() + key, key.getBytes(StandardCharsets.UTF_8));
    ObjectInfo described = store().head(ReadRequest.whole(address(key))).info();
    assertEquals(key, new String(read(ReadRequest.whole(address(key))), StandardCharsets.UTF_8));
    ListingPage page = list("", null, null, 1000);
    assertEquals(List.of(key), entries(page));
    assertEquals(described.size(), page.objects().getFirst().size());
    String prefix = key.substring(0, key.offsetByCodePoints(key.length(), -1));
    assertEquals(List.of(key), entries(list(prefix, null, null, 10)));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=5-9, 5, 9",
    "bytes=5-, 5, 19",
    "bytes=19-, 19, 19",
    "bytes=-3, 17, 19",
    "bytes=-1000, 0, 19",
    "bytes=10-1000, 10, 19",
    "bytes=0-19, 0, 19"
  })
  void aRangeGivesItsBytes(String header, int first, int last) throws IOException {
    putAll("f");
    ReadRequest request = ReadRequest.range(address("f"), ByteRange.parse(header).orElseThrow());
    ByteRange.Resolved expected = new ByteRange.Resolved(first, last, CONTENT.length);
    assertEquals(expected, store().head(request).range());
    try (ObjectContent content = store().get(request)) {
      assertEquals(expected, content.head().range());
      assertEquals(CONTENT.length, content.head().info().size());
      assertArrayEquals(
          Arrays.copyOfRange(CONTENT, first, last + 1), content.body().readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=20-", "bytes=20-30", "bytes=-0"})
  void aRangeOutsideIsNotSatisfiable(String header) throws IOException {
    putAll("f");
    assertBoth(
        StoreException.RangeNotSatisfiable.class,
        ReadRequest.range(address("f"), ByteRange.parse(header).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
  void anEmptyObjectSatisfiesNoRange(String header) throws IOException {
    put(base() + "empty", new byte[0]);
    assertBoth(
        StoreException.RangeNotSatisfiable.class,
        ReadRequest.range(address("empty"), ByteRange.parse(header).orElseThrow()));
  }

  // --- conditions ---

  @Test
  void ifMatchTakesTheTagWithAndWithoutQuotes() throws IOException {
    putAll("f");
    String tag = store().head(ReadRequest.whole(address("f"))).info().eTag();
    String bare = tag.replace("\"", "");
    for (String value : List.of(tag, bare, "*", "\"x\", " + tag, "x," + bare)) {
      ReadConditions holds = new ReadConditions(value, null, null, null);
      assertArrayEquals(CONTENT, read(conditional("f", holds)), value);
      assertEquals(tag, store().head(conditional("f", holds)).info().eTag(), value);
    }
    for (String value : List.of("\"x\"", "x", "\"x\", \"y\"", "W/" + tag)) {
      assertBoth(
          StoreException.PreconditionFailed.class,
          conditional("f", new ReadConditions(value, null, null, null)));
    }
  }

  @Test
  void ifNoneMatchSaysThatNothingChanged() throws IOException {
    putAll("f");
    ObjectInfo info = store().head(ReadRequest.whole(address("f"))).info();
    String bare = info.eTag().replace("\"", "");
    for (String value : List.of(info.eTag(), bare, "*", "W/" + info.eTag(), "\"x\"," + bare)) {
      ReadRequest request = conditional("f", new ReadConditions(null, value, null, null));
      assertBoth(StoreException.NotModified.class, request);
      StoreException.NotModified answer =
          assertThrows(StoreException.NotModified.class, () -> store().head(request));
      assertEquals(info.eTag(), answer.eTag());
      assertEquals(info.lastModified(), answer.lastModified());
    }
    assertArrayEquals(
        CONTENT, read(conditional("f", new ReadConditions(null, "\"x\"", null, null))));
  }

  @Test
  void timesAreComparedToTheSecond() throws IOException {
    putAll("f");
    Instant time = store().head(ReadRequest.whole(address("f"))).info().lastModified();
    Instant before = time.minus(Duration.ofSeconds(1));
    assertBoth(
        StoreException.NotModified.class,
        conditional("f", new ReadConditions(null, null, time, null)));
    assertArrayEquals(
        CONTENT, read(conditional("f", new ReadConditions(null, null, before, null))));
    assertArrayEquals(CONTENT, read(conditional("f", new ReadConditions(null, null, null, time))));
    assertBoth(
        StoreException.PreconditionFailed.class,
        conditional("f", new ReadConditions(null, null, null, before)));
  }

  @Test
  void conditionsAreEvaluatedInOrder() throws IOException {
    putAll("f");
    ObjectInfo info = store().head(ReadRequest.whole(address("f"))).info();
    String tag = info.eTag();
    Instant before = info.lastModified().minus(Duration.ofSeconds(10));

    assertArrayEquals(
        CONTENT,
        read(conditional("f", new ReadConditions(tag, null, null, before))),
        "If-Match makes If-Unmodified-Since void");
    assertArrayEquals(
        CONTENT,
        read(conditional("f", new ReadConditions(null, "\"x\"", info.lastModified(), null))),
        "If-None-Match makes If-Modified-Since void");
    assertBoth(
        StoreException.PreconditionFailed.class,
        conditional("f", new ReadConditions("\"x\"", tag, null, null)));
    assertBoth(
        StoreException.NotModified.class,
        conditional("f", new ReadConditions(tag, tag, null, null)));
    assertBoth(
        StoreException.NotModified.class,
        new ReadRequest(
            address("f"),
            new ByteRange.From(1000),
            null,
            new ReadConditions(null, tag, null, null),
            false));
    assertBoth(
        StoreException.NotFound.class,
        conditional("none", new ReadConditions(tag, null, null, null)));
  }

  // --- listings ---

  @Test
  void listingsAgreeWithReads() throws IOException {
    putAll("a", "b/c", "b/d e");
    put(base() + "b/empty", new byte[0]);
    ListingPage page = list("", null, null, 1000);
    assertEquals(4, page.objects().size());
    for (ListedObject listed : page.objects()) {
      ReadRequest request = ReadRequest.whole(new ObjectAddress(bucket(), listed.key()));
      ObjectInfo described = store().head(request).info();
      assertEquals(described.size(), listed.size(), listed.key());
      assertEquals(described.eTag(), listed.eTag(), listed.key());
      assertEquals(described.lastModified(), listed.lastModified(), listed.key());
      try (ObjectContent content = store().get(request)) {
        assertEquals(described, content.head().info());
      }
    }
  }

  @Test
  void aListingIsInTheOrderOfBytes() throws IOException {
    putAll("a/x", "a-b", "a.b", "a0", "B", "_", "a b/y", "\u00e9", "z", "a/-/x", "a/b");
    assertEquals(
        List.of("B", "_", "a b/y", "a-b", "a.b", "a/-/x", "a/b", "a/x", "a0", "z", "\u00e9"),
        list("", null, null, 1000).objects().stream()
            .map(object -> object.key().substring(base().length()))
            .toList());
  }

  @Test
  void aDelimiterGroupsWhatStandsBehindIt() throws IOException {
    putAll("a/x", "a/y/z", "a-b", "b", "c/d/e");
    assertEquals(List.of("a-b", "a/", "b", "c/"), entries(list("", "/", null, 1000)));
    assertEquals(List.of("a/x", "a/y/"), entries(list("a/", "/", null, 1000)));
    assertEquals(List.of("a-b", "a/"), entries(list("a", "/", null, 1000)));
    assertEquals(List.of("c/"), entries(list("c", "/", null, 1000)));
    assertEquals(List.of("a/x", "a/y/z"), entries(list("a/", null, null, 1000)));
    assertEquals(List.of(), entries(list("a/x/", "/", null, 1000)));
    assertEquals(List.of(), entries(list("none/", "/", null, 1000)));
    assertEquals(List.of("a/y/"), entries(list("a/y", "/", null, 1000)));
  }

  @Test
  void aDelimiterMayBeAnything() throws IOException {
    assumeTrue(delimiters().contains("="));
    putAll("p=1/x", "p=1/y", "p=2/z", "q", "a/b-c/d", "a/b-e");
    assertEquals(List.of("a/b-c/d", "a/b-e", "p=", "q"), entries(list("", "=", null, 1000)));
    assertEquals(
        List.of("a/b-", "p=1/x", "p=1/y", "p=2/z", "q"), entries(list("", "-", null, 1000)));
    assertEquals(List.of("a/b-c/d", "a/b-e"), entries(list("a/", "=", null, 1000)));
    assertEquals(List.of("a/b-c/"), entries(list("a/", "c/", null, 1000)).subList(0, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void pagesOfEverySizeGiveTheSame(int maxKeys) throws IOException {
    putAll("a/1", "a/2", "a-1", "b/x/1", "b/x/2", "b/y", "c", "d=1/f", "d=2/f", "e f", "g+h");
    List<@Nullable String> all = new ArrayList<>(delimiters());
    all.add(null);
    for (String delimiter : all) {
      List<String> whole = entries(list("", delimiter, null, 1000));
      List<String> paged = new ArrayList<>();
      String startAfter = null;
      ListingPage page;
      do {
        page = list("", delimiter, startAfter, maxKeys);
        List<String> entries = entries(page);
        assertTrue(entries.size() <= maxKeys);
        paged.addAll(entries);
        if (page.truncated()) {
          startAfter = page.nextStartAfter().substring(base().length());
          for (String entry : entries) {
            assertTrue(KeyOrder.UTF_8.compare(entry, startAfter) <= 0, entry);
          }
        }
        assertTrue(paged.size() <= whole.size(), paged.toString());
      } while (page.truncated());
      assertEquals(whole, paged);
    }
  }

  @Test
  void startAfterNeedNotExist() throws IOException {
    putAll("a/1", "a/2", "b", "c/1");
    assertEquals(List.of("a/2", "b", "c/1"), entries(list("", null, "a/1", 1000)));
    assertEquals(List.of("a/1", "a/2", "b", "c/1"), entries(list("", null, "a", 1000)));
    assertEquals(List.of("a/2", "b", "c/1"), entries(list("", null, "a/15", 1000)));
    assertEquals(List.of("b", "c/1"), entries(list("", null, "a/2/3", 1000)));
    assertEquals(List.of("c/1"), entries(list("", null, "b", 1000)));
    assertEquals(List.of(), entries(list("", null, "c/1", 1000)));
    assertEquals(List.of("a/2"), entries(list("a/", null, "a/1", 1000)));
  }

  @Test
  void aCommonPrefixIsNotRepeatedAfterItself() throws IOException {
    putAll("a/1", "a/2", "b", "c/1");
    assertEquals(List.of("b", "c/"), entries(list("", "/", "a/", 1000)));
    assertEquals(List.of("b", "c/"), entries(list("", "/", "a/1", 1000)));
    assertEquals(List.of("a/", "b", "c/"), entries(list("", "/", "a", 1000)));
  }

  @Test
  void aFullLastPageIsNotTruncated() throws IOException {
    putAll("a", "b", "c");
    assertFalse(list("", null, null, 3).truncated());
    assertTrue(list("", null, null, 2).truncated());
  }

  @Test
  void manyObjectsComeInPages() throws IOException {
    List<String> keys = IntStream.range(0, 25).mapToObj(i -> "%05d.json".formatted(i * 7)).toList();
    putAll(keys.toArray(String[]::new));
    assertEquals(keys.subList(10, 20), entries(list("", "/", keys.get(9), 10)));
  }
}
