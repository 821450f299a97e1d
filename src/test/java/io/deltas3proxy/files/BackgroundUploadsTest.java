package io.deltas3proxy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.storage.StorePlace;
import io.deltas3proxy.testing.MemoryFileJobs;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in the background, where several things happen to one of them at once. */
class BackgroundUploadsTest {

  private static final JobSettings SETTINGS =
      new JobSettings(1, 2, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10);
  private static final Duration LASTING = Duration.ofHours(1);
  private static final JobOwner ALICE = new JobOwner("alice", new TreeSet<>(), false);
  private static final long MEGABYTE = 1024 * 1024;

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(Instant.EPOCH.plus(LASTING));
  private final MemoryFileJobs book = new MemoryFileJobs();
  private final MemoryObjectStore store = new MemoryObjectStore();
  private boolean disabled;
  private Spool spool;
  private JobRun run;
  private JobWorker worker;
  private FileJobs jobs;
  private ResumableUploads resumable;

  @BeforeEach
  void start() throws IOException {
    spool = Spool.open(directory.resolve("spool"), MEGABYTE);
    Receiving receiving =
        new Receiving(
            new BlockPool(MEGABYTE), spool, new UploadJournal(directory.resolve("spool")));
    FileAccess access =
        new FileAccess(
            Map.of("b", new FileBucket("s", new StorePlace(store, "physical", ""))),
            List.of(
                new FileRule(
                    new Grantee.User("alice"), List.of("*"), "", Set.of(FilePrivilege.WRITE))));
    FileUploads uploads =
        new FileUploads(
            new UploadSettings(5 * MEGABYTE, 5 * MEGABYTE, 1, 50 * MEGABYTE), receiving, 5);
    run =
        new JobRun(
            book,
            access,
            user -> new UserStanding(disabled, new TreeSet<>(), null),
            uploads,
            SETTINGS,
            clock);
    worker = new JobWorker(book, spool, run, 1, clock);
    jobs = new FileJobs(book, spool, SETTINGS, worker, clock);
    resumable = new ResumableUploads(jobs, book, spool, worker, LASTING, clock);
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    spool.close();
  }

  private static JobOrder order(long length) {
    return new JobOrder(ALICE, new FileName("b", "name"), "text/plain", length, "");
  }

  /** What happens in the middle of a body. */
  @FunctionalInterface
  private interface Event {
    void happen() throws Exception;
  }

  /** Bytes, then an event, and then bytes again. */
  private static InputStream body(int before, Event event, int after) {
    InputStream middle =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            try {
              event.happen();
              return -1;
            } catch (Exception e) {
              throw e instanceof IOException broken ? broken : new IOException(e);
            }
          }
        };
    return new SequenceInputStream(
        new SequenceInputStream(new ByteArrayInputStream(new byte[before]), middle),
        new ByteArrayInputStream(new byte[after]));
  }

  private static ResumableUploads.Piece piece(InputStream body, long offset) {
    return new ResumableUploads.Piece(body, offset, null, "", false);
  }

  private FileJob queued(String id, int length) throws Exception {
    try (SpoolFile file = spool.named(id)) {
      file.append(new byte[length], length);
    }
    return jobs.add(id, order(length), JobState.QUEUED, LASTING);
  }

  private JobState state(String id) {
    return book.get(id).progress().state();
  }

  @Test
  void anUploadWhoseClientGoesAwayBehindTheLastByteIsStored() throws Exception {
    FileJob job = resumable.create(order(10));
    InputStream broken =
        body(
            10,
            () -> {
              throw new IOException("the client went away");
            },
            0);
    assertThrows(IOException.class, () -> resumable.append(job, piece(broken, 0)));
    assertEquals(10, book.get(job.id()).progress().received());
    assertEquals(JobState.DONE, state(job.id()));
    assertEquals(1, store.size());
  }

  @Test
  void allBytesAreNeverToldOfAnUploadThatIsNotQueued() throws Exception {
    int length = 16 * 1024 * 1024;
    spool.close();
    spool = Spool.open(directory.resolve("spool"), 2L * length);
    resumable = new ResumableUploads(jobs, book, spool, worker, LASTING, clock);
    FileJob job = jobs.add("whole", order(length), JobState.RECEIVING, LASTING);
    InputStream body =
        body(length, () -> assertTrue(book.get("whole").progress().received() < length), 0);
    assertEquals(length, resumable.append(job, piece(body, 0)));
    assertFalse(state("whole") == JobState.RECEIVING);
  }

  @Test
  void aPieceThatIsTooLongIsNotKept() throws Exception {
    FileJob job = resumable.create(order(10));
    InputStream body = body(10, () -> {}, 1);
    assertThrows(FilesException.class, () -> resumable.append(job, piece(body, 0)));
    assertEquals(JobState.RECEIVING, state(job.id()));
    assertEquals(0, book.get(job.id()).progress().received());
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void whatIsAddedToAnUploadThatIsCancelledMeanwhileTakesNoRoom() throws Exception {
    FileJob job = resumable.create(order(300));
    InputStream cancelling = body(100, () -> jobs.cancel(book.get(job.id())), 100);
    assertThrows(FilesException.class, () -> resumable.append(job, piece(cancelling, 0)));
    worker.step();
    assertEquals(List.of(), spool.names());
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void whatIsQueuedWhileSomebodySweepsStays() throws Exception {
    SpoolFile file = spool.named("new");
    file.append(new byte[5], 5);
    book.afterFind(() -> {
      try {
        book.add(
            new FileJob(
                "new",
                order(5),
                new JobProgress(JobState.QUEUED, 5, 0, 0, "", Instant.MAX),
                spool.id(),
                clock.instant(),
                Instant.MAX));
        file.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
    worker.step();
    assertEquals(List.of("new"), spool.names());
    file.close();
  }

  @Test
  void theBytesOfAnUploadThatWaitsAgainStay() throws Exception {
    FileJob job = queued("again", 5);
    disabled = true;
    book.afterMove(() -> book.set("again", JobState.QUEUED));
    run.run(job);
    assertEquals(JobState.QUEUED, state("again"));
    assertEquals(List.of("again"), spool.names());
  }

  @Test
  void whatIsDefectIsTriedAgainLaterAndNotForEver() throws Exception {
    FileJob job = queued("odd", 5);
    store
        .writer()
        .beforeEnd(() -> {
          throw new IllegalStateException("a defect");
        });
    run.run(job);
    assertEquals(JobState.QUEUED, state("odd"));
    assertTrue(book.get("odd").progress().due().isAfter(clock.instant()));
    run.run(book.get("odd"));
    assertEquals(JobState.FAILED, state("odd"));
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void whatSomebodyDisabledHasBegunIsNotStored() throws Exception {
    FileJob job = queued("of-alice", 5);
    disabled = true;
    run.run(job);
    assertEquals(JobState.FAILED, state("of-alice"));
    assertEquals("Access denied.", book.get("of-alice").progress().error());
    assertEquals(0, store.size());
    assertEquals(0, spool.usedBytes());
  }

  @Test
  void aSessionOfARoleIsNotTheUserWhoTookItOn() throws Exception {
    String id = queued("of-alice", 5).id();
    JobOwner role = JobOwner.of(new Principal("alice", new TreeSet<>(Set.of("role")), true));
    assertEquals(id, jobs.require(id, ALICE).id());
    assertThrows(FilesException.class, () -> jobs.require(id, role));
  }

  @Test
  void aGroupWithALineEndInItsNameIsNotKeptAsTwo() {
    JobOwner owner = new JobOwner("alice", new TreeSet<>(Set.of("a\nadmins", "b")), false);
    assertEquals(Set.of("b"), owner.groups());
  }
}
