package io.deltas3proxy.gateway.replication;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A queue whose time stands, and whose jobs run in the test's own thread, when it says so. */
final class TestQueue {

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** Looks at the row of a job at each checkpoint. */
  static final ReplicationSettings SETTINGS =
      new ReplicationSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofSeconds(10),
          Duration.ZERO,
          new RetrySettings(Duration.ofSeconds(5), Duration.ofMinutes(10)),
          Map.of());

  /** Of the scheduler; it is where the other one is whenever the scheduler runs. */
  private final SettableClock time = new SettableClock();

  private final io.deltas3proxy.testing.SettableClock clock;
  private final Database database;
  private final JobRows rows;
  private final Jobs jobs;
  private final JobStatistics statistics = new JobStatistics();
  private final ManualScheduler scheduler;

  TestQueue(Database database, JobWork work) {
    this(database, work, SETTINGS);
  }

  TestQueue(Database database, JobWork work, ReplicationSettings settings) {
    this(database, work, settings, new io.deltas3proxy.testing.SettableClock(START));
  }

  TestQueue(
      Database database,
      JobWork work,
      ReplicationSettings settings,
      io.deltas3proxy.testing.SettableClock clock) {
    this.database = database;
    this.clock = clock;
    time.set(clock.instant());
    this.rows = new JdbcJobRows(database, clock);
    this.jobs = new JdbcJobs(database, clock);
    JobExecutor executor =
        new JobExecutor(
            new JobExecutor.Parts(jobs, rows, work, statistics),
            settings,
            clock,
            new SplittableRandom(7));
    TestHelper.ManualSchedulerBuilder builder =
        TestHelper.createManualScheduler(
            database.pool(), new JobTasks(executor, List.of(), clock).job());
    builder.enablePriority();
    builder.heartbeatInterval(settings.heartbeat());
    this.scheduler = builder.clock(time).start();
  }

  Jobs jobs() {
    return jobs;
  }

  JobRows rows() {
    return rows;
  }

  JobStatistics statistics() {
    return statistics;
  }

  Instant now() {
    return clock.instant();
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  /** Runs what is due now. */
  void run() {
    time.set(clock.instant());
    scheduler.runAnyDueExecutions();
  }

  /** Finds workers that gave no sign of life for too long. */
  void findDead() {
    time.set(clock.instant());
    scheduler.runDeadExecutionDetection();
  }

  Job job(long id) throws Exception {
    return jobs.find(id).orElseThrow();
  }

  /** Rows of the scheduler. */
  long waiting() throws DatabaseException {
    return number("SELECT count(*) FROM scheduled_tasks");
  }

  long number(String sql) throws DatabaseException {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    });
  }

  int change(String sql) throws DatabaseException {
    return database.write(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(sql);
      }
    });
  }
}
