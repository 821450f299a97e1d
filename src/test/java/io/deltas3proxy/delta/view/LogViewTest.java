package io.deltas3proxy.delta.view;

import static io.deltas3proxy.testing.HandWrittenLog.PROTOCOL;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.CountingStore;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What LIST, HEAD and GET say of a view, over a store that counts. */
class LogViewTest {

  private static final String LOG = "lake/t/_delta_log/";

  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final CountingStore store = new CountingStore(memory);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
  private final Table table = new Table("t", new TableLocation(store, "", "lake/t"));
  private final AtomicInteger written = new AtomicInteger();
  private LogViews views;
  private LogView xlon;

  private byte[] key = new byte[32];

  @TempDir private Path directory;

  @BeforeEach
  void open() {
    views = views(64 << 20, 1 << 20);
    xlon = views.of(table, policy("XLON"));
    commit(0, PROTOCOL, metadata("t", "MIC", "string", "{}"));
    commit(1, add("a", "XLON"), add("b", "XPAR"));
    commit(2, add("c", "XPAR"));
  }

  private LogViews views(long heapBytes, long diskBytes) {
    ViewSettings settings =
        new ViewSettings(
            directory,
            heapBytes,
            diskBytes,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            2);
    TableKnowledge knowledge =
        new TableKnowledge(
            (known, key, version, policy) -> false,
            (known, version, seenAt) -> policy("XLON").schema());
    return new LogViews(settings, this::write, knowledge, clock, new SecretKeySpec(key, "AES"));
  }

  /** In place of a checkpoint: whose it is and what it was made of. */
  private long write(Table known, List<ListedObject> files, PartitionPolicy policy, Path target)
      throws IOException, TableUnavailableException {
    written.incrementAndGet();
    StringBuilder text =
        new StringBuilder((policy.sees(new PartitionValues(List.of("XLON"))) ? "XLON" : "XPAR"));
    for (ListedObject file : files) {
      ReadConditions unchanged = new ReadConditions(file.eTag(), null, null, null);
      ObjectAddress source = new ObjectAddress("", file.key());
      try {
        memory.head(new ReadRequest(source, null, null, unchanged, false));
      } catch (StoreException e) {
        throw new TableUnavailableException("it is gone", e);
      }
    }
    files.forEach(file -> text.append(' ').append(file.key().substring(LOG.length())));
    Files.writeString(target, text);
    return files.size();
  }

  private static PartitionPolicy policy(String... seen) {
    Set<String> values = Set.of(seen);
    return new PartitionPolicy(
        String.join(" ", seen),
        new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING))),
        partition -> values.contains(String.valueOf(partition.values().getFirst())));
  }

  private void commit(long version, String... lines) {
    memory.put(LOG + LogFileName.commitName(version), String.join("\n", lines) + "\n");
  }

  private void put(String name) {
    memory.put(LOG + name, "secret of XPAR in " + name);
  }

  private List<String> names(LogView view) throws IOException {
    return ViewCopy.list(table, view, 1000).stream()
        .map(object -> object.key().substring(LOG.length()))
        .toList();
  }

  private static ObjectAddress address(String name) {
    return new ObjectAddress("", LOG + name);
  }

  private static String read(LogView view, ReadRequest request) throws IOException {
    try (ObjectContent content = view.get(request)) {
      return new String(content.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(LogView view, String name) throws IOException {
    return read(view, ReadRequest.whole(address(name)));
  }

  private static ReadRequest matching(String name, String tag) {
    ReadConditions conditions = new ReadConditions(tag, null, null, null);
    return new ReadRequest(address(name), null, null, conditions, false);
  }

  private void clean() {
    memory.remove(LOG + LogFileName.commitName(0));
  }

  @Test
  void onlyCommitsAreThereWhileTheFirstOneIs() throws Exception {
    for (String hidden :
        List.of(
            "00000000000000000001.crc",
            "00000000000000000001.checkpoint.parquet",
            "00000000000000000001.checkpoint.json",
            "00000000000000000000.00000000000000000002.compacted.json",
            "00000000000000000001.checkpoint.0000000001.0000000001.parquet",
            "00000000000000000001.checkpoint.3aac8c5a-bb21-4958-9736-d4f7d1215662.parquet",
            "_last_checkpoint",
            "_sidecars/x.parquet",
            "_staged_commits/00000000000000000003.3aac8c5a-bb21-4958-9736-d4f7d1215662.json",
            "_commits/00000000000000000003.json",
            "_trino_meta/extended_stats.json",
            ".00000000000000000001.json.crc",
            "00000000000000000001.json.tmp",
            "0000000000000000001.json",
            "x/00000000000000000001.json",
            "99999999999999999999.json",
            "")) {
      memory.put(LOG + hidden, "secret of XPAR");
      assertThrows(
          StoreException.NotFound.class,
          () -> xlon.head(new ReadRequest(address(hidden), null, null, ReadConditions.NONE, false)),
          hidden);
      assertThrows(StoreException.NotFound.class, () -> read(xlon, hidden), hidden);
    }
    assertEquals(
        List.of(
            "00000000000000000000.json", "00000000000000000001.json", "00000000000000000002.json"),
        names(xlon));
  }

  @Test
  void whatIsNotThereIsMissingAndWhatComesIsSeenAtOnce() throws Exception {
    assertThrows(StoreException.NotFound.class, () -> read(xlon, "00000000000000000003.json"));
    commit(3, add("d", "XLON"));
    assertTrue(read(xlon, "00000000000000000003.json").contains("\"d\""));
    assertEquals(4, names(xlon).size());
    assertThrows(
        StoreException.NotFound.class,
        () -> xlon.get(ReadRequest.whole(new ObjectAddress("", "lake/t/a"))));
    assertThrows(
        StoreException.NotFound.class,
        () ->
            xlon.get(
                ReadRequest.whole(new ObjectAddress("other", LOG + "00000000000000000001.json"))));
  }

  @Test
  void aRewrittenCommitHasTheSizeAndTimeOfTheOther() throws Exception {
    ListedObject listed = ViewCopy.list(table, xlon, 1000).get(1);
    String text = read(xlon, "00000000000000000001.json");
    assertFalse(text.contains("XPAR"));
    assertTrue(text.contains("XLON"));
    assertEquals(listed.size(), text.length());
    assertEquals(MemoryObjectStore.LAST_MODIFIED, listed.lastModified());
    assertTrue(listed.eTag().matches("\"[0-9a-f]{32}-1\""), listed.eTag());
    assertNotEquals(
        listed.eTag(), ViewCopy.list(table, views.of(table, policy("XPAR")), 1000).get(1).eTag());
    assertEquals(
        listed.eTag(), ViewCopy.list(table, views.of(table, policy("XLON")), 1000).get(1).eTag());
  }

  @Test
  void rangesAndConditionsHoldOnRewrittenFiles() throws Exception {
    String name = "00000000000000000001.json";
    String whole = read(xlon, name);
    assertEquals(
        whole.substring(5, 10),
        read(xlon, ReadRequest.range(address(name), new ByteRange.Bounded(5, 9))));
    assertEquals(
        whole.substring(whole.length() - 7),
        read(xlon, ReadRequest.range(address(name), new ByteRange.Suffix(7))));
    assertThrows(
        StoreException.RangeNotSatisfiable.class,
        () -> read(xlon, ReadRequest.range(address(name), new ByteRange.From(whole.length()))));
    String tag = xlon.head(ReadRequest.whole(address(name))).info().eTag();
    assertEquals(whole, read(xlon, matching(name, tag)));
    ReadConditions known = new ReadConditions(null, tag, null, null);
    assertThrows(
        StoreException.NotModified.class,
        () -> read(xlon, new ReadRequest(address(name), null, null, known, false)));
    LogView after = views.of(table, policy("XLON", "XPAR"));
    assertThrows(StoreException.PreconditionFailed.class, () -> read(after, matching(name, tag)));
  }

  @Test
  void aCommitIsRewrittenOnceForAllWhoMaySeeTheSame() throws Exception {
    names(xlon);
    store.reset();
    String first = read(xlon, "00000000000000000001.json");
    assertEquals(first, read(views.of(table, policy("XLON")), "00000000000000000001.json"));
    assertEquals("0 LIST 1 GET 0 HEAD", store.asked());
    assertNotEquals(first, read(views.of(table, policy("XPAR")), "00000000000000000001.json"));
  }

  @Test
  void aLookForCommitsIsOneListing() throws Exception {
    names(xlon);
    store.reset();
    clock.advance(Duration.ofSeconds(2));
    commit(3, add("d", "XLON"));
    assertEquals(4, names(xlon).size());
    assertEquals("1 LIST 0 GET 0 HEAD", store.asked());
  }

  @Test
  void listingsArePagedFromAnyName() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    put("00000000000000000001.crc");
    List<String> all = names(xlon);
    assertEquals(
        List.of(
            "00000000000000000001.checkpoint.parquet",
            "00000000000000000001.json",
            "00000000000000000002.json",
            "_last_checkpoint"),
        all);
    for (int size = 1; size <= 5; size++) {
      List<String> paged = new ArrayList<>();
      for (ListedObject object : ViewCopy.list(table, xlon, size)) {
        paged.add(object.key().substring(LOG.length()));
      }
      assertEquals(all, paged);
    }
    for (String after :
        List.of(
            "",
            "0",
            "00000000000000000001.json",
            "00000000000000000001.z",
            "000000000000000000011",
            "1",
            "_",
            "_last_checkpoint",
            "z",
            ".",
            "00000000000000000001.checkpoint.parquet")) {
      assertEquals(
          all.stream().filter(name -> name.compareTo(after) > 0).toList(),
          list(LOG, null, LOG + after),
          after);
      assertEquals(
          all.stream().filter(name -> name.startsWith(after)).toList(),
          list(LOG + after, null, null),
          after);
    }
    ListingPage grouped = xlon.list(new ListingRequest("", "lake/t/_d", "/", null, 10));
    assertEquals(List.of(LOG), grouped.commonPrefixes());
    assertEquals(List.of(), grouped.objects());
  }

  private List<String> list(String prefix, @Nullable String delimiter, @Nullable String after)
      throws IOException {
    return xlon.list(new ListingRequest("", prefix, delimiter, after, 1000)).objects().stream()
        .map(object -> object.key().substring(LOG.length()))
        .toList();
  }

  @Test
  void aCleanedLogGetsOneClassicCheckpointOfItsOwn() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.0000000002.0000000002.parquet");
    put("00000000000000000001.checkpoint.0000000001.0000000002.parquet");
    put("00000000000000000002.checkpoint.3aac8c5a-bb21-4958-9736-d4f7d1215662.json");
    put("_last_checkpoint");
    assertEquals(
        List.of(
            "00000000000000000001.checkpoint.parquet",
            "00000000000000000001.json",
            "00000000000000000002.json",
            "_last_checkpoint"),
        names(xlon));
    assertEquals(
        "XLON 00000000000000000001.checkpoint.0000000001.0000000002.parquet"
            + " 00000000000000000001.checkpoint.0000000002.0000000002.parquet",
        read(xlon, "00000000000000000001.checkpoint.parquet"));
    assertEquals("{\"version\":1,\"size\":2}", read(xlon, "_last_checkpoint"));
    assertEquals(1, written.get());
    assertThrows(
        StoreException.NotFound.class, () -> read(xlon, "00000000000000000002.checkpoint.parquet"));
    assertThrows(
        StoreException.NotFound.class,
        () -> read(xlon, "00000000000000000001.checkpoint.0000000001.0000000002.parquet"));
    read(views.of(table, policy("XPAR")), "_last_checkpoint");
    assertEquals(2, written.get());
  }

  @Test
  void aCheckpointIsWrittenOnceHoweverManyAskForIt() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> reader =
          () -> {
            start.await();
            return read(views.of(table, policy("XLON")), "00000000000000000001.checkpoint.parquet");
          };
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(reader));
      }
      start.countDown();
      for (Future<String> answer : answers) {
        assertEquals("XLON 00000000000000000001.checkpoint.parquet", answer.get());
      }
    }
    assertEquals(1, written.get());
  }

  @Test
  void whatHasNoRoomIsWrittenAgainAndReadersFinish() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    views = views(1, 60);
    ReadRequest checkpoint = ReadRequest.whole(address("00000000000000000001.checkpoint.parquet"));
    LogView small = views.of(table, policy("XLON"));
    try (ObjectContent reading = small.get(checkpoint)) {
      read(views.of(table, policy("XPAR")), checkpoint);
      assertEquals(2, written.get());
      assertEquals(
          "XLON 00000000000000000001.checkpoint.parquet",
          new String(reading.body().readAllBytes(), StandardCharsets.UTF_8));
    }
    assertTrue(read(small, checkpoint).startsWith("XLON"));
    assertEquals(3, written.get());
    String first = read(small, "00000000000000000001.json");
    assertEquals(first, read(small, "00000000000000000001.json"));
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void entityTagsTellNothingToWhoeverLacksTheKey() throws Exception {
    ReadRequest commit = ReadRequest.whole(address("00000000000000000002.json"));
    String tag = xlon.head(commit).info().eTag();
    assertEquals(tag, views(1, 1 << 20).of(table, policy("XLON")).head(commit).info().eTag());
    key = new byte[] {1, 2, 3};
    assertNotEquals(tag, views(1, 1 << 20).of(table, policy("XLON")).head(commit).info().eTag());
  }

  @Test
  void whatSomebodyDeletedOrCutInTheDirectoryIsWrittenAgain() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    ReadRequest checkpoint = ReadRequest.whole(address("00000000000000000001.checkpoint.parquet"));
    String whole = read(xlon, checkpoint);
    String tag = xlon.head(checkpoint).info().eTag();
    for (Path file : writtenFiles()) {
      Files.writeString(file, whole.substring(1));
    }
    assertEquals(whole, read(xlon, checkpoint));
    for (Path file : writtenFiles()) {
      Files.delete(file);
    }
    assertEquals(whole, read(xlon, checkpoint));
    for (Path file : writtenFiles()) {
      Files.delete(file);
    }
    Files.delete(directory);
    assertEquals(whole, read(xlon, checkpoint));
    assertEquals(4, written.get());
    assertEquals(1, writtenFiles().size());
    assertEquals(tag, xlon.head(checkpoint).info().eTag());
    assertEquals(whole.length(), views.statistics().diskBytes());
  }

  private List<Path> writtenFiles() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenMakesLargeFilesUnavailableAndSmallOnesNot() throws Exception {
    StringBuilder wide = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      wide.append(add("wide-" + i, i % 2 == 0 ? "XLON" : "XPAR")).append('\n');
    }
    commit(3, wide.toString().strip());
    Files.delete(directory);
    Files.writeString(directory, "somebody's file");
    StoreException.Unavailable refused =
        assertThrows(
            StoreException.Unavailable.class, () -> read(xlon, "00000000000000000003.json"));
    assertTrue(String.valueOf(refused.getMessage()).contains("view"), refused::getMessage);
    assertTrue(read(xlon, "00000000000000000001.json").contains("XLON"));
    Files.delete(directory);
    String whole = read(xlon, "00000000000000000003.json");
    assertEquals(2500, whole.lines().filter(line -> line.contains("wide-")).count());
    assertFalse(whole.contains("XPAR"));
  }

  @Test
  void tablesOfTheSameNamesInTwoStoresShareNothing() throws Exception {
    MemoryObjectStore elsewhere = new MemoryObjectStore();
    Table twin = new Table("u", new TableLocation(elsewhere, "", "lake/t"));
    String name = LogFileName.commitName(1);
    String here = String.join("\n", add("a", "XLON"), add("b", "XPAR")) + "\n";
    elsewhere.put(LOG + LogFileName.commitName(0), PROTOCOL + "\n");
    elsewhere.put(LOG + name, here);
    assertNotEquals(
        xlon.head(ReadRequest.whole(address(name))).info().eTag(),
        views.of(twin, policy("XLON")).head(ReadRequest.whole(address(name))).info().eTag());
  }

  @Test
  void aCheckpointThatReadersBeganWithStaysWhenALaterOneIsChosen() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    assertEquals(1, names(xlon).indexOf("00000000000000000001.json"));
    put("00000000000000000002.checkpoint.parquet");
    memory.remove(LOG + LogFileName.commitName(1));
    clock.advance(Duration.ofMinutes(2));
    assertEquals(
        List.of(
            "00000000000000000001.checkpoint.parquet",
            "00000000000000000002.json",
            "_last_checkpoint"),
        names(xlon));
    memory.remove(LOG + "00000000000000000001.checkpoint.parquet");
    clock.advance(Duration.ofMinutes(2));
    assertEquals(
        List.of(
            "00000000000000000002.checkpoint.parquet",
            "00000000000000000002.json",
            "_last_checkpoint"),
        names(xlon));
  }

  @Test
  void readersInFlightFinishWithWhatWasCleanedMeanwhile() throws Exception {
    clean();
    put("00000000000000000001.checkpoint.parquet");
    String checkpoint = read(xlon, "00000000000000000001.checkpoint.parquet");
    String commit = read(xlon, "00000000000000000001.json");
    memory.remove(LOG + "00000000000000000001.checkpoint.parquet");
    memory.remove(LOG + LogFileName.commitName(1));
    put("00000000000000000002.checkpoint.parquet");
    clock.advance(Duration.ofMinutes(2));
    assertFalse(names(xlon).contains("00000000000000000001.json"));
    assertEquals(commit, read(xlon, "00000000000000000001.json"));
    assertEquals(checkpoint, read(xlon, "00000000000000000001.checkpoint.parquet"));
    LogView other = views.of(table, policy("XPAR"));
    for (String name :
        List.of("00000000000000000001.json", "00000000000000000001.checkpoint.parquet")) {
      assertThrows(StoreException.NotFound.class, () -> read(other, name));
    }
    clock.advance(Duration.ofMinutes(11));
    names(xlon);
    assertThrows(StoreException.NotFound.class, () -> read(xlon, "00000000000000000001.json"));
  }

  @Test
  void nothingIsLeftOfALogThatBeginsAnew() throws Exception {
    String last = LogFileName.commitName(2);
    read(xlon, last);
    memory.remove(LOG + last);
    commit(0, PROTOCOL, metadata("another", "MIC", "string", "{}"));
    clock.advance(Duration.ofMinutes(2));
    assertThrows(StoreException.NotFound.class, () -> read(xlon, last));
  }

  @Test
  void aLogThatWasReplacedIsAnotherOne() throws Exception {
    String tag = ViewCopy.list(table, xlon, 1000).get(2).eTag();
    String before = read(xlon, "00000000000000000002.json");
    commit(2, add("other", "XLON"));
    assertNotEquals(tag, ViewCopy.list(table, xlon, 1000).get(2).eTag());
    assertNotEquals(before, read(xlon, "00000000000000000002.json"));
  }

  @Test
  void aCommitThatChangesBeforeItIsReadIsNotMixed() throws Exception {
    names(xlon);
    commit(1, add("other", "XLON"), add("b", "XPAR"));
    assertThrows(StoreException.Unavailable.class, () -> read(xlon, "00000000000000000001.json"));
    assertTrue(read(xlon, "00000000000000000001.json").contains("other"));
    memory.remove(LOG + LogFileName.commitName(2));
    assertThrows(StoreException.NotFound.class, () -> read(xlon, "00000000000000000002.json"));
    assertEquals(2, names(xlon).size());
  }

  @Test
  void aCheckpointThatIsGoneOrAnotherOneHidesTheLogForOneRequestAlone() throws Exception {
    clean();
    for (long version = 3; version <= 60; version++) {
      commit(version, add("f" + version, "XLON"));
    }
    put("00000000000000000002.checkpoint.parquet");
    assertTrue(names(xlon).contains("00000000000000000002.checkpoint.parquet"));
    // Before the commits that a look covers.
    memory.put(LOG + "00000000000000000002.checkpoint.parquet", "written once more");
    assertThrows(StoreException.class, () -> names(views.of(table, policy("XPAR"))));
    assertTrue(
        names(views.of(table, policy("XPAR"))).contains("00000000000000000002.checkpoint.parquet"));
    put("00000000000000000005.checkpoint.parquet");
    for (long version = 1; version < 5; version++) {
      memory.remove(LOG + LogFileName.commitName(version));
    }
    memory.remove(LOG + "00000000000000000002.checkpoint.parquet");
    LogView other = views.of(table, policy("XMIL"));
    StoreException.Unavailable refused =
        assertThrows(StoreException.Unavailable.class, () -> names(other));
    assertTrue(String.valueOf(refused.getMessage()).contains("gone"), refused::getMessage);
    assertEquals("00000000000000000005.checkpoint.parquet", names(other).getFirst());
  }

  @Test
  void whatCannotBeFilteredIsUnavailableAndTriedAnew() throws Exception {
    commit(3, add("s3://elsewhere/x", "XLON"));
    assertThrows(StoreException.Unavailable.class, () -> read(xlon, "00000000000000000003.json"));
    assertTrue(
        read(views.of(table, policy("XPAR")), "00000000000000000003.json").contains("commitInfo"));
    memory.failWith(new StoreException.Throttled("slow down"));
    clock.advance(Duration.ofSeconds(2));
    assertThrows(StoreException.Throttled.class, () -> names(xlon));
    memory.failWith(null);
    assertEquals(4, names(xlon).size());
  }

  @Test
  void aStoreWithTheViewInPlaceOfTheLogListsBoth() throws Exception {
    memory.put("lake/t/A=1/x", "x");
    memory.put("lake/t/z", "z");
    put("00000000000000000001.crc");
    ViewedStore viewed = new ViewedStore(table.location(), table.location().store(), xlon);
    List<String> expected =
        List.of(
            "lake/t/A=1/x",
            LOG + "00000000000000000000.json",
            LOG + "00000000000000000001.json",
            LOG + "00000000000000000002.json",
            "lake/t/z");
    for (int size = 1; size < 6; size++) {
      List<String> keys = new ArrayList<>();
      String after = null;
      ListingPage page;
      do {
        page = viewed.list(new ListingRequest("", "lake/t/", null, after, size));
        page.objects().forEach(object -> keys.add(object.key()));
        after = page.nextStartAfter();
      } while (page.truncated());
      assertEquals(expected, keys);
    }
    ListingPage grouped = viewed.list(new ListingRequest("", "lake/t/", "/", null, 10));
    assertEquals(List.of("lake/t/A=1/", LOG), grouped.commonPrefixes());
    assertEquals(1, grouped.objects().size());
    assertEquals(3, viewed.list(new ListingRequest("", LOG, "/", null, 10)).objects().size());
    assertThrows(
        StoreException.NotFound.class,
        () -> viewed.head(ReadRequest.whole(address("00000000000000000001.crc"))));
    assertEquals(
        "x",
        read(new StoreAsView(viewed), ReadRequest.whole(new ObjectAddress("", "lake/t/A=1/x"))));
  }

  /** Reads a store as a view is read. */
  private record StoreAsView(ViewedStore store) implements LogView {
    @Override
    public ListingPage list(ListingRequest request) throws StoreException {
      return store.list(request);
    }

    @Override
    public ReadHead head(ReadRequest request) throws StoreException {
      return store.head(request);
    }

    @Override
    public ObjectContent get(ReadRequest request) throws StoreException {
      return store.get(request);
    }
  }
}
