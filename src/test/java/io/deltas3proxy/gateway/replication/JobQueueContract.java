package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of jobs, on every database. */
abstract class JobQueueContract {

  private static final Set<Job.Status> ALIVE =
      Set.of(Job.Status.QUEUED, Job.Status.RUNNING, Job.Status.RETRYING);

  private final ScriptedWork work = new ScriptedWork();
  private Database database;
  private TestQueue queue;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws DatabaseException {
    database = Database.open(TestDatabases.settings(newAddress()));
    queue = new TestQueue(database, work);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long add(long version) throws Exception {
    return queue.jobs().add(job(version, NewJob.DEFAULT_PRIORITY));
  }

  private static NewJob job(long version, int priority) {
    return new NewJob(Job.Type.ADD_REPLICA, version, null, "helsinki", priority);
  }

  private boolean cancel(long id) throws Exception {
    return queue.jobs().change(id, ALIVE, Job.Status.CANCELLED, "by a test");
  }

  @Test
  void aJobIsDoneOnceAndThenOver() throws Exception {
    long id = add(1);
    assertEquals(Job.Status.QUEUED, queue.job(id).status());
    assertEquals(1, queue.waiting());
    queue.run();
    queue.run();
    assertEquals(List.of(id), work.begun());
    assertEquals(Job.Status.COMPLETED, queue.job(id).status());
    assertNotNull(queue.job(id).finishedAt());
    assertEquals(0, queue.waiting());
    assertEquals(1, queue.statistics().ended(Job.Type.ADD_REPLICA, Job.Status.COMPLETED));
  }

  @Test
  void aJobWhoseTransactionIsUndoneIsNeverDone() throws Exception {
    try {
      int unused =
          database.<Integer, IllegalStateException>write(connection -> {
            try (var statement = connection.createStatement()) {
              statement.executeUpdate(
                  "INSERT INTO sync_jobs (job_type, object_id, created_at)"
                      + " VALUES ('add_replica', 1, 0)");
            }
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException e) {
      assertEquals(0, queue.waiting());
    }
    queue.run();
    assertEquals(List.of(), work.begun());
  }

  @Test
  void theMostUrgentJobsAreDoneFirstAndOfThoseTheOldest() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int priority : new int[] {10, 5, 1, 5, 2}) {
      ids.add(queue.jobs().add(job(ids.size() + 1, priority)));
      queue.advance(Duration.ofMillis(1));
    }
    queue.run();
    assertEquals(List.of(ids.get(2), ids.get(4), ids.get(1), ids.get(3), ids.get(0)), work.begun());
  }

  @Test
  void aJobThatIsAskedForAgainMoreUrgentlyComesEarlier() throws Exception {
    JobQueue jobs = new JobQueue(queue.jobs(), queue.rows());
    long first = jobs.add(job(1, 5));
    long second = jobs.add(job(2, 8));
    assertEquals(second, jobs.add(job(2, 9)));
    assertEquals(8, queue.job(second).work().priority());
    assertEquals(second, jobs.add(job(2, 1)));
    assertEquals(1, queue.job(second).work().priority());
    queue.run();
    assertEquals(List.of(second, first), work.begun());
  }

  @Test
  void aJobThatFailsIsTriedAgainLaterAndLaterAndIsThenADeadLetter() throws Exception {
    work.script(run -> {
      throw JobFailedException.forNow("the backend sleeps");
    });
    long id = add(1);
    Duration most = Duration.ofSeconds(5);
    for (int tries = 1; tries <= 3; tries++) {
      queue.run();
      assertEquals(tries, work.begun().size());
      assertEquals(Job.Status.RETRYING, queue.job(id).status());
      assertEquals(tries, queue.job(id).retries());
      assertEquals("the backend sleeps", queue.job(id).error());
      queue.advance(most.dividedBy(2).minusMillis(1));
      queue.run();
      assertEquals(tries, work.begun().size(), "too early");
      queue.advance(most);
      most = most.multipliedBy(2);
    }
    queue.run();
    assertEquals(4, work.begun().size());
    assertEquals(Job.Status.FAILED, queue.job(id).status());
    assertEquals("the backend sleeps", queue.job(id).error());
    assertEquals(0, queue.waiting());
  }

  @Test
  void aDeadLetterThatIsQueuedAgainIsDone() throws Exception {
    work.script(run -> {
      throw JobFailedException.forGood("refused");
    });
    long id = add(1);
    queue.run();
    assertEquals(Job.Status.FAILED, queue.job(id).status());
    work.script(run -> {});
    assertTrue(queue.rows().requeue(id));
    assertFalse(queue.rows().requeue(id));
    assertEquals(0, queue.job(id).retries());
    assertNull(queue.job(id).error());
    queue.run();
    assertEquals(Job.Status.COMPLETED, queue.job(id).status());
  }

  @Test
  void aJobThatIsQueuedAgainWhileItsWorkerIsStillAtItsEndIsNotLost() throws Exception {
    long id = add(1);
    work.script(run -> {
      // The worker ends the job, and somebody else is faster than the end of its row.
      assertTrue(queue.rows().end(id, run.holder(), run.ending(Job.Status.FAILED, "failed")));
      assertTrue(queue.rows().requeue(id));
      work.script(again -> {});
    });
    queue.run();
    assertEquals(Job.Status.QUEUED, queue.job(id).status());
    queue.run();
    assertEquals(List.of(id, id), work.begun());
    assertEquals(Job.Status.COMPLETED, queue.job(id).status());
    assertEquals(0, queue.waiting());
  }

  @Test
  void aJobThatWasCancelledBeforeItsTimeNeverStarts() throws Exception {
    long id = add(1);
    assertTrue(cancel(id));
    queue.run();
    assertEquals(List.of(), work.begun());
    assertEquals(List.of(), work.undone());
    assertEquals(Job.Status.CANCELLED, queue.job(id).status());
    assertEquals(0, queue.waiting());
  }

  @Test
  void aJobThatIsCancelledBetweenTwoTriesIsNotTriedAgain() throws Exception {
    work.script(run -> {
      throw JobFailedException.forNow("later");
    });
    long id = add(1);
    queue.run();
    assertEquals(Job.Status.RETRYING, queue.job(id).status());
    assertTrue(cancel(id));
    queue.advance(Duration.ofHours(1));
    queue.run();
    assertEquals(1, work.begun().size());
    assertEquals(Job.Status.CANCELLED, queue.job(id).status());
    assertEquals(0, queue.waiting());
  }

  @Test
  void aRunningJobThatIsCancelledStopsAtItsNextCheckpointAndIsUndone() throws Exception {
    long id = add(1);
    List<String> steps = new ArrayList<>();
    work.script(run -> {
      run.expect(100);
      run.moved(10);
      run.checkpoint();
      steps.add("first");
      try {
        assertTrue(cancel(id));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      run.checkpoint();
      steps.add("second");
    });
    queue.run();
    assertEquals(List.of("first"), steps);
    assertEquals(List.of(id), work.undone());
    assertEquals(Job.Status.CANCELLED, queue.job(id).status());
    assertEquals(10, queue.job(id).bytesDone());
    assertEquals(100, queue.job(id).bytesTotal());
    assertEquals(0, queue.waiting());
  }

  @Test
  void aJobThatIsCancelledInItsLastMomentIsUndone() throws Exception {
    long id = add(1);
    work.script(run -> {
      try {
        assertTrue(cancel(id));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    queue.run();
    assertEquals(List.of(id), work.undone());
    assertEquals(Job.Status.CANCELLED, queue.job(id).status());
  }

  @Test
  void aJobWhoseWorkerDiedAfterItWasCancelledIsUndoneByAnother() throws Exception {
    long id = add(1);
    assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(id, "dead"));
    assertTrue(cancel(id));
    assertFalse(queue.rows().requeue(id), "before it is undone");
    queue.run();
    assertEquals(List.of(), work.begun());
    assertEquals(List.of(id), work.undone());
    assertTrue(queue.rows().requeue(id));
  }

  @Test
  void aJobWhoseWorkerDiedIsTakenOver() throws Exception {
    long id = add(1);
    die(id);
    queue.run();
    assertEquals(List.of(), work.begun(), "its heart may still beat");
    queue.advance(Duration.ofMinutes(2));
    queue.findDead();
    queue.run();
    assertEquals(List.of(id), work.begun());
    assertEquals(Job.Status.COMPLETED, queue.job(id).status());
    assertEquals(1, queue.job(id).retries());
  }

  /** Lets a worker pick a job, begin it, and never be heard of again. */
  private void die(long id) throws Exception {
    assertEquals(
        1,
        queue.change(
            "UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'dead', version = 2,"
                + " last_heartbeat = execution_time WHERE task_instance = '"
                + id
                + "'"));
    assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(id, "dead " + id));
  }

  @Test
  void aJobThatKillsEachOfItsWorkersIsADeadLetterInTheEnd() throws Exception {
    long id = add(1);
    for (int deaths = 0; deaths < 4; deaths++) {
      assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(id, "dead " + deaths));
    }
    queue.run();
    assertEquals(List.of(), work.begun());
    assertEquals(Job.Status.FAILED, queue.job(id).status());
    assertEquals("its workers died", queue.job(id).error());
  }

  @Test
  void aWorkerThatWasTakenForDeadChangesNothingMore() throws Exception {
    long id = add(1);
    assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(id, "slow"));
    assertEquals(JobRows.Standing.HELD, queue.rows().progress(id, "slow", 1, 2));
    assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(id, "other"));
    assertEquals(JobRows.Standing.LOST, queue.rows().progress(id, "slow", 2, 2));
    JobRows.Ending done = new JobRows.Ending(Job.Status.COMPLETED, "", 2, 2);
    assertFalse(queue.rows().end(id, "slow", done));
    assertFalse(queue.rows().retry(id, "slow", "failed"));
    assertFalse(queue.rows().postpone(id, "slow", "failed"));
    assertEquals(Job.Status.RUNNING, queue.job(id).status());
    assertTrue(queue.rows().end(id, "other", done));
  }

  @Test
  void jobsAboutOneVersionComeOneAfterTheOther() throws Exception {
    long first = add(1);
    long second = queue.jobs().add(new NewJob(Job.Type.REMOVE_REPLICA, 1L, null, "espoo", 5));
    long third = add(2);
    work.script(run -> {
      if (run.job().id() == first) {
        assertEquals(JobRows.Claim.BUSY, queue.rows().claim(second, "meanwhile"));
        assertEquals(JobRows.Claim.TAKEN, queue.rows().claim(third, "meanwhile"));
      }
    });
    queue.run();
    assertEquals(Job.Status.COMPLETED, queue.job(first).status());
    assertEquals(Job.Status.COMPLETED, queue.job(second).status());
  }

  @Test
  void aJobThatCannotBeginNowWaitsWithoutCountingThat() throws Exception {
    work.script(run -> {
      throw JobFailedException.notNow("the backend is asleep");
    });
    long id = add(1);
    for (int times = 0; times < 6; times++) {
      queue.run();
      queue.advance(Duration.ofMinutes(1));
    }
    assertEquals(6, work.begun().size());
    assertEquals(Job.Status.RETRYING, queue.job(id).status());
    assertEquals(0, queue.job(id).retries());
    assertEquals("the backend is asleep", queue.job(id).error());
  }

  @Test
  void aJobThatHasNothingToDoAnyMoreIsDropped() throws Exception {
    work.script(run -> {
      throw JobFailedException.pointless("the version is deleted");
    });
    long id = add(1);
    queue.run();
    assertEquals(Job.Status.CANCELLED, queue.job(id).status());
    assertEquals("the version is deleted", queue.job(id).error());
  }

  @Test
  void aJobThatFailsWhileTheSameOneWaitsMakesRoomForThat() throws Exception {
    long first = add(1);
    work.script(run -> {
      if (run.job().id() == first) {
        assertTrue(add(run) != first);
        throw JobFailedException.forNow("failed");
      }
    });
    queue.run();
    assertEquals(Job.Status.CANCELLED, queue.job(first).status());
    assertEquals("the same job is waiting already", queue.job(first).error());
    assertEquals(1, queue.waiting());
    queue.run();
    assertEquals(2, work.begun().size());
  }

  private long add(JobRun run) {
    try {
      return queue.jobs().add(run.job().work());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBugInAJobIsAFailureOfThatJobAlone() throws Exception {
    long first = add(1);
    work.script(run -> {
      if (run.job().id() == first) {
        throw new IllegalStateException("a bug");
      }
    });
    long second = add(2);
    queue.run();
    assertEquals(Job.Status.RETRYING, queue.job(first).status());
    assertEquals("an internal error occurred", queue.job(first).error());
    assertEquals(Job.Status.COMPLETED, queue.job(second).status());
  }

  @Test
  @Timeout(60)
  void atMostSoManyJobsAreAtOneBackendAtOnce() throws Exception {
    ReplicationSettings one =
        new ReplicationSettings(
            4,
            TestQueue.SETTINGS.poll(),
            TestQueue.SETTINGS.heartbeat(),
            Duration.ZERO,
            RetrySettings.STANDARD,
            Map.of("helsinki", new RateLimit(1, 0)));
    TestQueue narrow = new TestQueue(database, work, one);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch outside = new CountDownLatch(1);
    long first = add(1);
    work.script(run -> {
      if (run.job().id() == first) {
        inside.countDown();
        try {
          outside.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    });
    Thread worker = Thread.ofVirtual().start(() -> narrow.run());
    inside.await();
    long second = add(2);
    long elsewhere = queue.jobs().add(new NewJob(Job.Type.ADD_REPLICA, 3L, null, "espoo", 5));
    narrow.run();
    assertEquals(List.of(first, elsewhere), work.begun());
    assertEquals(Job.Status.QUEUED, narrow.job(second).status());
    outside.countDown();
    worker.join();
    narrow.advance(Duration.ofMinutes(1));
    narrow.run();
    assertEquals(Job.Status.COMPLETED, narrow.job(second).status());
  }
}
