package io.deltas3proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.MultipartUploads.Page;
import io.deltas3proxy.access.MultipartUploads.Upload;
import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.UncommittedFiles.Deleter;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    files = new JdbcUncommittedFiles(database, 1000, clock);
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
        Map.of(at("t/a"), new Owner("alice", NOW.plusSeconds(5))),
        files.owners(STORE, List.of(at("t/a"), at("t/b"))),
        "whoever stores it again has it for as long again");
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

  private void end(String key, String writer, boolean stored) throws Exception {
    files.end(STORE, Set.of(at(key)), writer, stored);
  }

  private Set<ObjectAddress> delete(String writer, @Nullable Instant takesUntil, String... keys)
      throws Exception {
    List<ObjectAddress> addresses = Arrays.stream(keys).map(UnderWayContract::at).toList();
    return files.beginDeletion(STORE, addresses, new Deleter(writer, takesUntil));
  }

  @Test
  void aClaimOfWhatWasNotStoredEndsWithTheLastUse() throws Exception {
    assertEquals(Claim.NEW, claim("t/a", "alice"));
    assertEquals(Claim.OWN, claim("t/a", "alice"));
    assertTrue(files.use(STORE, at("t/a"), "alice"));
    assertFalse(files.use(STORE, at("t/a"), "bob"));
    assertFalse(files.use(STORE, at("t/b"), "alice"));
    end("t/a", "alice", false);
    end("t/a", "alice", false);
    end("t/a", "bob", false);
    assertEquals(Claim.OTHERS, claim("t/a", "bob"));
    end("t/a", "alice", false);
    assertEquals(Claim.NEW, claim("t/a", "bob"));
    end("t/a", "bob", true);
    assertTrue(files.use(STORE, at("t/a"), "bob"));
    end("t/a", "bob", false);
    assertEquals(Claim.OTHERS, claim("t/a", "alice"), "what is stored stays its writer's");
  }

  @Test
  void whatIsDeletedIsNobodysUnlessItIsStoredAgainMeanwhile() throws Exception {
    for (String key : List.of("t/a", "t/b", "t/c")) {
      assertEquals(Claim.NEW, claim(key, "alice"));
      end(key, "alice", true);
    }
    assertEquals(Claim.NEW, claim("t/d", "bob"));
    assertEquals(Set.of(), delete("bob", null, "t/a", "t/e"));
    assertEquals(
        Set.of(at("t/a"), at("t/b"), at("t/c")),
        delete("alice", null, "t/a", "t/b", "t/c", "t/d", "t/e"));
    assertTrue(files.use(STORE, at("t/b"), "alice"));
    end("t/b", "alice", true);
    files.end(STORE, Set.of(at("t/a"), at("t/b")), "alice", false);
    end("t/c", "alice", true);
    assertEquals(List.of("t/b", "t/c", "t/d"), below("t/", "", null, 10));
  }

  @Test
  void aMaintainerTakesWhatIsNobodysOrTooOld() throws Exception {
    assertEquals(Claim.NEW, claim("t/old", "alice"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(Claim.NEW, claim("t/new", "alice"));
    assertEquals(
        Set.of(at("t/old"), at("t/none")), delete("owner", NOW, "t/old", "t/new", "t/none"));
    assertEquals(Claim.OTHERS, claim("t/none", "alice"));
    assertFalse(files.use(STORE, at("t/old"), "alice"));
    files.end(STORE, Set.of(at("t/old"), at("t/none")), "owner", false);
    assertEquals(List.of("t/new"), below("t/", "", null, 10));
    assertEquals(Set.of(at("t/none")), delete("owner", NOW, "t/none"));
    assertEquals(Set.of(at("t/none")), delete("owner", NOW, "t/none"));
    end("t/none", "owner", false);
    assertEquals(Claim.OTHERS, claim("t/none", "alice"), "the other deletion is under way");
  }

  @Test
  void aThousandFilesAreDeletedAtOnce() throws Exception {
    List<ObjectAddress> all = IntStream.range(0, 1000).mapToObj(i -> at("t/" + i)).toList();
    assertEquals(Set.copyOf(all), files.beginDeletion(STORE, all, new Deleter("owner", NOW)));
    assertEquals(Set.copyOf(all), files.beginDeletion(STORE, all, new Deleter("owner", null)));
    files.end(STORE, all, "owner", false);
    assertEquals(1000, below("t/", "", "owner", 2000).size());
    files.end(STORE, all, "owner", false);
    assertEquals(List.of(), below("t/", "", null, 10));
  }

  @Test
  void ofThoseWhoDeleteAndStoreAtOnceNoneGetsANameThatAnotherHas() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String writer = "writer" + i;
        Callable<Boolean> rounds =
            () -> {
              for (int round = 0; round < 20; round++) {
                if (claim("t/a", writer) == Claim.NEW) {
                  if (holders.incrementAndGet() != 1
                      || !delete(writer, null, "t/a").equals(Set.of(at("t/a")))) {
                    return false;
                  }
                  end("t/a", writer, false);
                  holders.decrementAndGet();
                  end("t/a", writer, false);
                }
              }
              return true;
            };
        all.add(threads.submit(rounds));
      }
      for (Future<Boolean> each : all) {
        assertTrue(each.get());
      }
    }
    assertEquals(List.of(), below("t/", "", null, 10));
  }

  @Test
  void aWriterHasOnlySoManyFilesAtOnce() throws Exception {
    JdbcUncommittedFiles few = new JdbcUncommittedFiles(database, 3, clock);
    for (String key : List.of("t/a", "t/b", "t/c")) {
      assertEquals(Claim.NEW, few.claim(STORE, at(key), "alice"));
    }
    assertEquals(Claim.TOO_MANY, few.claim(STORE, at("t/d"), "alice"));
    assertEquals(Claim.OWN, few.claim(STORE, at("t/a"), "alice"));
    assertEquals(Claim.NEW, few.claim(STORE, at("t/d"), "bob"));
    end("t/b", "alice", false);
    assertEquals(
        Claim.NEW, new JdbcUncommittedFiles(database, 3, clock).claim(STORE, at("t/e"), "alice"));
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
    assertTrue(uploads.delete(upload.id()));
    assertFalse(uploads.delete(upload.id()));
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
      assertTrue(uploads.delete(uploads.create(STORE, at("t/a"), "alice", "x").id()));
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
