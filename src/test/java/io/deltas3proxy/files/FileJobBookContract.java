package io.deltas3proxy.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds of jobs in either database. */
abstract class FileJobBookContract {

  private static final Instant NOW = Instant.parse("2026-02-03T16:45:09.123Z");

  abstract Database database();

  private FileJobBook book() {
    return new JdbcFileJobs(database());
  }

  private static FileJob job(String id, String user, JobState state) {
    return new FileJob(
        id,
        new JobOrder(
            new JobOwner(user, new TreeSet<>(List.of("a", "b c")), true),
            new FileName("bucket", "a/\u00e9\ud83d\ude00"),
            "text/plain",
            7_000_000_000L,
            "object_name YQ=="),
        new JobProgress(state, 5, 0, 0, "", NOW),
        "spool-1",
        NOW,
        NOW.plusSeconds(60));
  }

  @Test
  void aJobIsFoundAsItWasKept() throws Exception {
    FileJob job = job("one", "alice", JobState.RECEIVING);
    book().add(job);
    assertEquals(Optional.of(job), book().find("one"));
    assertEquals(Optional.empty(), book().find("ONE"));
    assertEquals(Optional.empty(), book().find("o\0ne"));
    FileJob anonymous = job("two", "", JobState.DONE);
    book().add(anonymous);
    assertEquals(Optional.of(anonymous), book().find("two"));
  }

  @Test
  void aJobMovesOnlyFromTheStatesThatAreNamed() throws Exception {
    book().add(job("one", "alice", JobState.QUEUED));
    JobProgress running = new JobProgress(JobState.RUNNING, 7, 3, 2, "why", NOW.plusSeconds(9));
    assertFalse(book().move("one", EnumSet.of(JobState.RECEIVING, JobState.DONE), running, NOW));
    assertTrue(book().move("one", EnumSet.of(JobState.QUEUED), running, NOW.plusSeconds(5)));
    FileJob moved = book().find("one").orElseThrow();
    assertEquals(running, moved.progress());
    assertEquals(NOW.plusSeconds(5), moved.expires());
    assertFalse(book().move("one", EnumSet.of(JobState.QUEUED), running, NOW));
  }

  @Test
  void progressIsKeptInItsStateAlone() throws Exception {
    book().add(job("one", "alice", JobState.RECEIVING));
    assertTrue(book().received("one", 6_000_000_000L, NOW.plusSeconds(7)));
    assertFalse(book().sent("one", 1));
    FileJob job = book().find("one").orElseThrow();
    assertEquals(6_000_000_000L, job.progress().received());
    assertEquals(NOW.plusSeconds(7), job.expires());
    book().add(job("two", "alice", JobState.RUNNING));
    assertTrue(book().sent("two", 4));
    assertFalse(book().received("two", 9, NOW));
    assertEquals(4, book().find("two").orElseThrow().progress().sent());
  }

  @Test
  void whatIsDueIsOfItsSpoolAndTheLongestDueComesFirst() throws Exception {
    for (int i = 3; i > 0; i--) {
      book().add(job("j" + i, "alice", JobState.QUEUED));
      JobProgress due = new JobProgress(JobState.QUEUED, 0, 0, 0, "", NOW.plusSeconds(i));
      assertTrue(book().move("j" + i, EnumSet.of(JobState.QUEUED), due, NOW));
    }
    book().add(job("other", "alice", JobState.RECEIVING));
    List<FileJob> due = book().due("spool-1", NOW.plusSeconds(2), 10);
    assertEquals(List.of("j1", "j2"), due.stream().map(FileJob::id).toList());
    assertEquals(1, book().due("spool-1", NOW.plusSeconds(2), 1).size());
    assertEquals(List.of(), book().due("spool-2", NOW.plusSeconds(9), 10));
  }

  @Test
  void whatWasUnderWayIsQueuedAgain() throws Exception {
    for (JobState state : JobState.values()) {
      book().add(job(state.name(), "alice", state));
    }
    assertEquals(0, book().requeue("spool-2", NOW));
    assertEquals(3, book().requeue("spool-1", NOW));
    for (JobState state : List.of(JobState.RUNNING, JobState.STORING, JobState.QUEUED)) {
      assertEquals(JobState.QUEUED, book().find(state.name()).orElseThrow().progress().state());
    }
    assertEquals(JobState.CANCELLED, book().find("CANCELLED").orElseThrow().progress().state());
  }

  @Test
  void openJobsOfAUserAreCounted() throws Exception {
    for (JobState state : JobState.values()) {
      book().add(job(state.name(), "alice", state));
    }
    assertEquals(4, book().open("alice"));
    assertEquals(0, book().open("bob"));
  }

  @Test
  void whatHasExpiredIsForgottenButNotWhatIsUnderWay() throws Exception {
    for (JobState state : JobState.values()) {
      book().add(job(state.name(), "alice", state));
    }
    assertEquals(0, book().forget(NOW.plusSeconds(59)));
    assertEquals(5, book().forget(NOW.plusSeconds(60)));
    assertTrue(book().find("RUNNING").isPresent());
    assertTrue(book().find("STORING").isPresent());
  }
}
