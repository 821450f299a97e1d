package io.deltas3proxy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.storage.StorePlace;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import io.deltas3proxy.testing.WatchedStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One attempt after the other, step by step. */
class JobRunTest {

  private static final JobSettings SETTINGS =
      new JobSettings(
          1, 3, Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofHours(1), 10);
  private static final byte[] CONTENT = new byte[1000];

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-02-03T16:45:09Z"));
  private Database database;
  private FileJobBook book;
  private Spool spool;
  private WatchedStore store;
  private FileUploads uploads;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    book = new JdbcFileJobs(database);
    spool = Spool.open(directory.resolve("spool"), 1 << 20);
    Path lake = Files.createDirectory(directory.resolve("lake"));
    store = new WatchedStore(new LocalObjectStore(List.of(lake), clock));
    uploads =
        new FileUploads(
            new UploadSettings(1 << 20, 5 << 20, 2, 1 << 30),
            new Receiving(
                new BlockPool(1 << 20), spool, new UploadJournal(directory.resolve("spool"))),
            1);
  }

  @AfterEach
  void close() throws IOException {
    spool.close();
    database.close();
  }

  private JobRun run(FileRule... rules) {
    StorePlace place =
        new StorePlace(store, "", directory.resolve("lake").toString().substring(1) + "/");
    FileAccess access = new FileAccess(Map.of("b", new FileBucket("local", place)), List.of(rules));
    return new JobRun(book, access, name -> UserStanding.STRANGER, uploads, SETTINGS, clock);
  }

  private static FileRule writing(Grantee grantee) {
    return new FileRule(grantee, List.of("*"), "", EnumSet.of(FilePrivilege.WRITE));
  }

  private FileJob queued() throws Exception {
    try (WaitingFile file = uploads.waiting("id")) {
      file.receive(new ByteArrayInputStream(CONTENT));
      file.keep();
    }
    FileJob job =
        new FileJob(
            "id",
            new JobOrder(
                new JobOwner("alice", new TreeSet<>(List.of("writers")), false),
                new FileName("b", "f"),
                "text/plain",
                CONTENT.length,
                ""),
            new JobProgress(JobState.QUEUED, CONTENT.length, 0, 0, "", clock.instant()),
            spool.id(),
            clock.instant(),
            clock.instant().plus(JobSettings.LONGEST));
    book.add(job);
    return job;
  }

  private FileJob now() throws Exception {
    return book.find("id").orElseThrow();
  }

  @Test
  void aFileIsStoredAndItsBytesAreGone() throws Exception {
    run(writing(new Grantee.Group("writers"))).run(queued());
    assertEquals(JobState.DONE, now().progress().state());
    assertEquals(100, now().percent());
    assertEquals(clock.instant().plus(SETTINGS.keep()), now().expires());
    assertEquals(CONTENT.length, Files.size(directory.resolve("lake/f")));
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void rightsAreJudgedAgain() throws Exception {
    run(writing(new Grantee.User("bob"))).run(queued());
    assertEquals(JobState.FAILED, now().progress().state());
    assertEquals("Access denied.", now().progress().error());
    assertFalse(Files.exists(directory.resolve("lake/f")));
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void attemptsAreFurtherAndFurtherApartAndEnd() throws Exception {
    JobRun run = run(writing(new Grantee.Everyone()));
    FileJob job = queued();
    for (long pause : new long[] {10, 15}) {
      store.failNext(10);
      run.run(job);
      assertEquals(JobState.QUEUED, now().progress().state());
      assertEquals("Unable to upload file to S3 ServiceUnavailable", now().progress().error());
      assertEquals(clock.instant().plusSeconds(pause), now().progress().due());
      assertEquals(List.of(), book.due(spool.id(), clock.instant(), 1));
      clock.advance(Duration.ofSeconds(pause));
      job = book.due(spool.id(), clock.instant(), 1).getFirst();
    }
    store.failNext(10);
    run.run(job);
    assertEquals(JobState.FAILED, now().progress().state());
    assertEquals(3, now().progress().attempts());
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void whatWasCancelledIsNotBegun() throws Exception {
    FileJob job = queued();
    var unused =
        book.move(
            "id",
            EnumSet.of(JobState.QUEUED),
            new JobProgress(JobState.CANCELLED, 0, 0, 0, "", clock.instant()),
            clock.instant());
    run(writing(new Grantee.Everyone())).run(job);
    assertEquals(JobState.CANCELLED, now().progress().state());
    assertFalse(Files.exists(directory.resolve("lake/f")));
  }

  @Test
  void bytesThatAreLostAreSaidToBe() throws Exception {
    FileJob job = queued();
    spool.delete("id");
    run(writing(new Grantee.Everyone())).run(job);
    assertEquals("The bytes of the file are lost.", now().progress().error());
    assertEquals(Optional.of(JobState.FAILED), book.find("id").map(f -> f.progress().state()));
  }
}
