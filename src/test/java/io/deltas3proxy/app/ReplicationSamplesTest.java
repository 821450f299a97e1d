package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.replication.JobStatistics;
import io.deltas3proxy.metrics.ReplicationSample;
import io.deltas3proxy.metrics.ReplicationSample.Counted;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationSamplesTest {

  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void theQueueIsMeasuredButNotAtEachLookAndNotWithoutTheDatabase() throws Exception {
    Database database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    JdbcJobs jobs = new JdbcJobs(database, clock);
    ReplicationSamples samples =
        new ReplicationSamples(new JdbcStatistics(database, clock), new JobStatistics(), clock);
    ReplicationSample empty = samples.get().orElseThrow();
    assertEquals(List.of(), empty.jobs());
    assertEquals(0, empty.lagSeconds());
    assertTrue(jobs.add(new NewJob(Job.Type.ADD_REPLICA, 1L, null, "helsinki", 5)) > 0);
    assertEquals(empty, samples.get().orElseThrow(), "it was asked just now");
    clock.advance(Duration.ofSeconds(90));
    ReplicationSample waiting = samples.get().orElseThrow();
    assertEquals(List.of(new Counted(List.of("add_replica", "queued"), 1)), waiting.jobs());
    assertEquals(90, waiting.lagSeconds());
    database.close();
    assertEquals(waiting, samples.get().orElseThrow());
    clock.advance(Duration.ofSeconds(10));
    assertTrue(samples.get().isEmpty());
  }
}
