package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Job.Status;
import io.deltas3proxy.gateway.NewJob;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of the queue, whichever database keeps them. */
abstract class JobsContract {

  private static final Set<Status> ALL = EnumSet.allOf(Status.class);
  private static final NewJob COPY = new NewJob(Job.Type.ADD_REPLICA, 7L, "st", "uc", 5);

  private MetadataFixture fixture;
  private JdbcJobs jobs;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    jobs = new JdbcJobs(fixture.database, fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Job job(long id) throws Exception {
    return jobs.find(id).orElseThrow();
  }

  private boolean change(long id, Status from, Status to) throws Exception {
    return jobs.change(id, Set.of(from), to, null);
  }

  @Test
  void aJobIsKeptAsItWasAdded() throws Exception {
    long id = jobs.add(COPY);
    assertEquals(new Job(id, COPY, Status.QUEUED, 0, 3, null, 0, 0, NOW, null, null), job(id));
    NewJob bare = new NewJob(Job.Type.CLEANUP_EMPTY_BUCKET, null, null, null, 10);
    assertEquals(bare, job(jobs.add(bare)).work());
    assertEquals(Optional.empty(), jobs.find(id + 1000));
  }

  @Test
  void theSameJobWaitsOnce() throws Exception {
    long id = jobs.add(COPY);
    assertEquals(id, jobs.add(new NewJob(Job.Type.ADD_REPLICA, 7L, "st", "uc", 1)));
    assertNotEquals(id, jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, 7L, "st", "uc", 5)));
    assertNotEquals(id, jobs.add(new NewJob(Job.Type.ADD_REPLICA, 8L, "st", "uc", 5)));
    assertNotEquals(id, jobs.add(new NewJob(Job.Type.ADD_REPLICA, 7L, null, "uc", 5)));
    assertTrue(change(id, Status.QUEUED, Status.RUNNING));
    long second = jobs.add(COPY);
    assertNotEquals(id, second, "the one that runs may have begun too early");
    assertFalse(jobs.retry(id, "broken"), "the second one does it");
    assertEquals(Status.CANCELLED, job(id).status());
    assertEquals(Status.QUEUED, job(second).status());
  }

  @Test
  void statesChangeOnlyFromThoseThatAreNamed() throws Exception {
    long id = jobs.add(COPY);
    assertFalse(change(id, Status.RUNNING, Status.COMPLETED));
    assertTrue(change(id, Status.QUEUED, Status.RUNNING));
    assertFalse(change(id, Status.QUEUED, Status.RUNNING), "somebody else was faster");
    assertEquals(NOW, job(id).startedAt());
    assertTrue(jobs.progress(id, 5, 10));
    fixture.clock.advance(Duration.ofSeconds(2));
    assertTrue(jobs.change(id, Set.of(Status.RUNNING, Status.QUEUED), Status.FAILED, "why"));
    Job failed = job(id);
    assertEquals("why", failed.error());
    assertEquals(5, failed.bytesDone());
    assertEquals(10, failed.bytesTotal());
    assertEquals(NOW.plusSeconds(2), failed.finishedAt());
    assertFalse(jobs.progress(id, 6, 10));
    assertTrue(change(id, Status.FAILED, Status.QUEUED));
    assertNull(job(id).finishedAt());
    assertNull(job(id).error());
    assertFalse(jobs.change(id, Set.of(), Status.CANCELLED, null));
  }

  @Test
  void triesAreCounted() throws Exception {
    long id = jobs.add(COPY);
    assertFalse(jobs.retry(id, "not running"));
    for (int tries = 1; tries <= 3; tries++) {
      assertTrue(jobs.change(id, Set.of(Status.QUEUED, Status.RETRYING), Status.RUNNING, null));
      assertTrue(jobs.retry(id, "try " + tries));
      assertEquals(tries, job(id).retries());
      assertEquals("try " + tries, job(id).error());
      assertEquals(Status.RETRYING, job(id).status());
    }
  }

  @Test
  void jobsAreListedByPriorityAndAge() throws Exception {
    long low = jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, 1L, null, "st", 9));
    long old = jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, 2L, null, "st", 5));
    long young = jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, 3L, null, "st", 5));
    long high = jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, 4L, null, "st", 1));
    assertEquals(List.of(high, old, young, low), ids(jobs.list(ALL, 0, 10)));
    assertEquals(List.of(high, old), ids(jobs.list(ALL, 0, 2)));
    assertEquals(List.of(young, low), ids(jobs.list(ALL, old, 2)));
    assertEquals(List.of(), ids(jobs.list(ALL, low, 2)));
    assertTrue(change(old, Status.QUEUED, Status.RUNNING));
    assertEquals(List.of(old), ids(jobs.list(Set.of(Status.RUNNING), 0, 10)));
    assertEquals(List.of(high, young, low), ids(jobs.list(Set.of(Status.QUEUED), 0, 10)));
    assertEquals(List.of(), jobs.list(Set.of(), 0, 10));
  }

  private static List<Long> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  @Test
  void jobsThatEndedAreRemovedTheOldestFirst() throws Exception {
    long waiting = jobs.add(COPY);
    for (long version = 1; version <= 3; version++) {
      fixture.clock.advance(Duration.ofDays(1));
      long id = jobs.add(new NewJob(Job.Type.VERIFY_REPLICA, version, null, "st", 5));
      assertTrue(change(id, Status.QUEUED, Status.COMPLETED));
    }
    assertEquals(0, jobs.removeFinished(NOW, 10));
    assertEquals(1, jobs.removeFinished(fixture.clock.instant(), 1));
    assertEquals(1, jobs.removeFinished(fixture.clock.instant(), 10));
    assertEquals(2, jobs.list(ALL, 0, 10).size());
    assertEquals(Status.QUEUED, job(waiting).status());
  }
}
