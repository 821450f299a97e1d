package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.MultipartUploads.Page;
import io.deltas3proxy.access.MultipartUploads.Upload;
import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.UncommittedFiles.Owned;
import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.access.UncommittedFiles.Range;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.ChangeFeed;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uncommitted files and uploads of writers, whichever database keeps them. */
abstract class UnderWayContract {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00.123Z");
  private static final String STORE = "main";

  private final SettableClock clock = new SettableClock(NOW);
  private Database database;
  private JdbcUncommittedFiles files;
  private JdbcMultipartUploads uploads;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    database =
        Database.open(
            TestDatabases.settings(
                newAddress(),
                5,
                new DatabaseTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10))));
    files = new JdbcUncommittedFiles(database, clock);
    uploads = new JdbcMultipartUploads(database, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static ObjectAddress at(String key) {
    return new ObjectAddress("physical", key);
  }

  private Claim claim(String key, String writer) throws Exception {
    return files.claim(STORE, at(key), writer);
  }

  private List<String> below(String prefix, String from, @Nullable String writer, int most)
      throws Exception {
    return files.below(new Range(STORE, "physical", prefix, from), writer, most).stream()
        .map(Owned::key)
        .toList();
  }

  @Test
  void aFileIsWhoseClaimCameFirst() throws Exception {
    assertEquals(Claim.NEW, claim("t/a", "alice"));
    clock.advance(Duration.ofSeconds(5));
    assertEquals(Claim.OWN, claim("t/a", "alice"));
    assertEquals(Claim.OTHERS, claim("t/a", "bob"));
    assertEquals(Claim.OTHERS, claim("t/a", ""), "anonymous is somebody else");
    assertEquals(Claim.OTHERS, claim("t/a", "Alice"));
    assertEquals(
        Map.of(at("t/a"), new Owner("alice", NOW)),
        files.owners(STORE, List.of(at("t/a"), at("t/b"))));
    assertEquals(Claim.NEW, files.claim("other", at("t/a"), "bob"), "another store");
    assertEquals(
        Claim.NEW, files.claim(STORE, new ObjectAddress("", "t/a"), "bob"), "another bucket");
    assertEquals(Claim.NEW, claim("T/a", ""));
    assertEquals(Claim.OWN, claim("T/a", ""));
  }

  @Test
  void ofManyWhoClaimAFileAtOnceOneGetsIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String key = "race/" + round;
        List<Future<Claim>> claims =
            IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(() -> claim(key, "writer" + i)))
                .toList();
        List<Claim> results = new ArrayList<>();
        for (Future<Claim> claim : claims) {
          results.add(claim.get());
        }
        assertEquals(1, results.stream().filter(Claim.NEW::equals).count());
        assertEquals(7, results.stream().filter(Claim.OTHERS::equals).count());
      }
    }
  }

  @Test
  void ownersOfThousandsOfFilesAreFoundAtOnce() throws Exception {
    List<ObjectAddress> asked = new ArrayList<>();
    for (int i = 0; i < 1234; i++) {
      asked.add(new ObjectAddress(i % 2 == 0 ? "physical" : "second", "t/" + i));
    }
    assertEquals(Claim.NEW, files.claim(STORE, asked.get(7), "alice"));
    assertEquals(Claim.NEW, files.claim(STORE, asked.get(1233), "bob"));
    assertEquals(
        Map.of(asked.get(7), new Owner("alice", NOW), asked.get(1233), new Owner("bob", NOW)),
        files.owners(STORE, asked));
    assertEquals(Map.of(), files.owners(STORE, List.of()));
    assertEquals(Map.of(), files.owners(STORE, List.of(at("t/\0"), at("' OR 1=1 --"))));
  }

  @Test
  void filesAreListedByPrefixAndWriterInTheOrderOfTheirBytes() throws Exception {
    // U+FF5E sorts before U+1F600 as bytes of UTF-8, and after it as UTF-16.
    List<String> keys = List.of("t/B", "t/a", "t/a/x", "t/a_", "t/\uff5e", "t/\ud83d\ude00");
    for (String key : keys.reversed()) {
      assertEquals(Claim.NEW, claim(key, "alice"));
    }
    assertEquals(Claim.NEW, claim("t/b", "bob"));
    assertEquals(Claim.NEW, claim("s/0", "alice"));
    assertEquals(Claim.NEW, claim("u", "alice"));
    assertEquals(keys, below("t/", "", "alice", 100));
    assertEquals(keys.subList(0, 2), below("t/", "", "alice", 2));
    assertEquals(keys.subList(2, 6), below("t/", "t/a/x", "alice", 100));
    assertEquals(List.of("t/a", "t/a/x", "t/a_"), below("t/a", "", "alice", 100));
    assertEquals(List.of("t/b"), below("t/", "s", "bob", 100));
    assertEquals(List.of("t/a_", "t/b"), below("t/", "t/a_", null, 2));
    assertEquals(List.of(), below("t%", "", null, 100));
    assertEquals(List.of(), below("t/", "", "", 100));
    assertEquals(List.of(), files.below(new Range("other", "physical", "t/", ""), "alice", 10));
  }

  @Test
  void aFileIsForgottenForItsWriterAlone() throws Exception {
    assertEquals(Claim.NEW, claim("t/a", "alice"));
    assertEquals(Claim.NEW, claim("t/b", "bob"));
    files.forget(STORE, Set.of(at("t/a"), at("t/b"), at("t/c")), "bob");
    assertEquals(Set.of(at("t/a")), files.owners(STORE, List.of(at("t/a"), at("t/b"))).keySet());
    files.forget(STORE, Set.of(), "alice");
    files.forget("other", Set.of(at("t/a")), "alice");
    assertEquals(Claim.OTHERS, claim("t/a", "bob"));
    files.forget(STORE, Set.of(at("t/a")), "alice");
    assertEquals(Claim.NEW, claim("t/a", "bob"));
  }

  @Test
  void oldClaimsEnd() throws Exception {
    assertEquals(Claim.NEW, claim("t/a", "alice"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(Claim.NEW, claim("t/b", "alice"));
    assertEquals(0, files.forgetOlder(NOW));
    assertEquals(1, files.forgetOlder(clock.instant()));
    assertEquals(List.of("t/b"), below("", "", null, 10));
  }

  @Test
  void anUploadIsFoundByItsWriterForItsObject() throws Exception {
    Upload upload = uploads.create(STORE, at("t/a"), "alice", "backend id");
    assertEquals(Optional.of(upload), uploads.find(upload.id(), STORE, at("t/a"), "alice"));
    assertEquals("backend id", upload.backendId());
    assertEquals(NOW, upload.begun());
    assertEquals(Optional.empty(), uploads.find(upload.id(), STORE, at("t/a"), "bob"));
    assertEquals(Optional.empty(), uploads.find(upload.id(), STORE, at("t/a"), ""));
    assertEquals(Optional.empty(), uploads.find(upload.id(), STORE, at("t/b"), "alice"));
    assertEquals(Optional.empty(), uploads.find(upload.id(), "other", at("t/a"), "alice"));
    assertEquals(Optional.empty(), uploads.find("backend id", STORE, at("t/a"), "alice"));
    assertEquals(Optional.empty(), uploads.find("\0", STORE, at("t/a"), "alice"));
    Upload second = uploads.create(STORE, at("t/a"), "alice", "backend id");
    assertNotEquals(upload.id(), second.id());
    assertTrue(upload.id().matches("[A-Za-z0-9_-]{32}"), upload.id());
    uploads.delete(upload.id());
    uploads.delete(upload.id());
    assertEquals(Optional.empty(), uploads.find(upload.id(), STORE, at("t/a"), "alice"));
    assertEquals(Optional.of(second), uploads.find(second.id(), STORE, at("t/a"), "alice"));
  }

  @Test
  void uploadsAreListedToTheirWriterPageByPage() throws Exception {
    List<Upload> mine = new ArrayList<>();
    for (String key : List.of("t/c", "t/a", "t/b", "t/b", "t/b", "u/a")) {
      mine.add(uploads.create(STORE, at(key), "alice", "x"));
    }
    var unused = uploads.create(STORE, at("t/b"), "bob", "x");
    List<Upload> ordered =
        mine.stream()
            .filter(upload -> upload.address().key().startsWith("t/"))
            .sorted((one, other) ->
                (one.address().key() + "\0" + one.id())
                    .compareTo(other.address().key() + "\0" + other.id()))
            .toList();
    assertEquals(ordered, list("t/", "", "", "alice", 10));
    List<Upload> paged = new ArrayList<>();
    String afterKey = "";
    String afterId = "";
    List<Upload> page = list("t/", afterKey, afterId, "alice", 2);
    while (!page.isEmpty()) {
      paged.addAll(page);
      afterKey = page.getLast().address().key();
      afterId = page.getLast().id();
      page = list("t/", afterKey, afterId, "alice", 2);
    }
    assertEquals(ordered, paged);
    assertEquals(List.of(ordered.getLast()), list("t/", "t/b", "", "alice", 10), "whole keys");
    assertEquals(1, list("t/", "", "", "bob", 10).size());
    assertEquals(List.of(), list("t/", "", "", "", 10));
  }

  private List<Upload> list(String prefix, String afterKey, String afterId, String writer, int most)
      throws Exception {
    return uploads.list(new Page(STORE, "physical", prefix, afterKey, afterId), writer, most);
  }

  @Test
  void oldUploadsAreFoundOldestFirst() throws Exception {
    Upload first = uploads.create(STORE, at("t/a"), "alice", "x");
    clock.advance(Duration.ofMinutes(1));
    Upload second = uploads.create("other", at("t/b"), "bob", "x");
    assertEquals(List.of(), uploads.older(NOW, 10));
    assertEquals(List.of(first), uploads.older(clock.instant(), 10));
    assertEquals(List.of(first, second), uploads.older(clock.instant().plusMillis(1), 10));
    assertEquals(List.of(first), uploads.older(clock.instant().plusMillis(1), 1));
  }

  @Test
  void whatIsUnderWayCountsNoRevision() throws Exception {
    try (ChangeFeed feed = database.changes()) {
      long before = feed.read().revision();
      assertEquals(Claim.NEW, claim("t/a", "alice"));
      uploads.delete(uploads.create(STORE, at("t/a"), "alice", "x").id());
      assertEquals(0, files.forgetOlder(Instant.EPOCH));
      assertEquals(before, feed.read().revision());
    }
  }

  @Test
  void aDatabaseThatIsGoneIsNoAnswer() {
    database.close();
    assertThrows(AccountsUnavailableException.class, () -> claim("t/a", "alice"));
    assertThrows(AccountsUnavailableException.class, () -> files.owners(STORE, List.of(at("t/a"))));
    assertThrows(AccountsUnavailableException.class, () -> below("t/", "", "alice", 1));
    assertThrows(
        AccountsUnavailableException.class, () -> uploads.find("x", STORE, at("t/a"), "alice"));
  }
}
