package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresqlJobQueueIT extends JobQueueContract {

  private static final int JOBS = 500;

  private static final ReplicationSettings FAST =
      new ReplicationSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          RetrySettings.STANDARD,
          Map.of());

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }

  private static JdbcJobScheduler instance(
      String name, Database database, JobWork work, ReplicationSettings settings) {
    Clock clock = Clock.systemUTC();
    JobExecutor executor =
        new JobExecutor(
            new JobExecutor.Parts(
                new JdbcJobs(database, clock),
                new JdbcJobRows(database, clock),
                work,
                new JobStatistics()),
            settings,
            clock,
            new SplittableRandom());
    return new JdbcJobScheduler(
        database, new JobTasks(executor, List.of(), clock), settings, clock, name);
  }

  @Test
  @Timeout(120)
  void twoInstancesShareFiveHundredJobsAndDoEachOnce() throws Exception {
    DatabaseAddress address = newAddress();
    ConcurrentMap<Long, Integer> times = new ConcurrentHashMap<>();
    ConcurrentMap<String, Integer> shares = new ConcurrentHashMap<>();
    CountDownLatch all = new CountDownLatch(JOBS);
    try (Database one = Database.open(TestDatabases.settings(address));
        Database other = Database.open(TestDatabases.settings(address))) {
      JdbcJobs jobs = new JdbcJobs(one, Clock.systemUTC());
      for (long version = 1; version <= JOBS; version++) {
        long unused = jobs.add(new NewJob(Job.Type.ADD_REPLICA, version, null, "b" + version, 5));
      }
      try (JdbcJobScheduler first = instance("one", one, share("one", times, shares, all), FAST);
          JdbcJobScheduler second =
              instance("two", other, share("two", times, shares, all), FAST)) {
        first.start();
        second.start();
        assertTrue(all.await(100, TimeUnit.SECONDS), () -> all.getCount() + " are left");
      }
      assertEquals(JOBS, times.size());
      assertEquals(Set.of(1), Set.copyOf(times.values()));
      assertEquals(Set.of("one", "two"), shares.keySet());
      assertEquals(JOBS, completed(jobs));
    }
  }

  private static long completed(JdbcJobs jobs) throws Exception {
    return jobs.list(Set.of(Job.Status.COMPLETED), 0, 1000).size();
  }

  private static JobWork share(
      String name,
      ConcurrentMap<Long, Integer> times,
      ConcurrentMap<String, Integer> shares,
      CountDownLatch all) {
    ScriptedWork work = new ScriptedWork();
    work.script(run -> {
      times.merge(run.job().id(), 1, Integer::sum);
      shares.merge(name, 1, Integer::sum);
      all.countDown();
    });
    return work;
  }

  @Test
  @Timeout(120)
  void anInstanceThatEndsGivesItsRunningJobToAnother() throws Exception {
    DatabaseAddress address = newAddress();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    ScriptedWork endless = new ScriptedWork();
    endless.script(run -> {
      begun.countDown();
      while (true) {
        run.checkpoint();
        Thread.onSpinWait();
      }
    });
    ScriptedWork quick = new ScriptedWork();
    quick.script(run -> done.countDown());
    try (Database one = Database.open(TestDatabases.settings(address));
        Database other = Database.open(TestDatabases.settings(address))) {
      JdbcJobs jobs = new JdbcJobs(one, Clock.systemUTC());
      long id = jobs.add(new NewJob(Job.Type.ADD_REPLICA, 1L, null, "b", 5));
      JdbcJobScheduler first = instance("one", one, endless, FAST);
      first.start();
      begun.await();
      first.close();
      Job left = jobs.find(id).orElseThrow();
      assertEquals(Job.Status.QUEUED, left.status());
      assertEquals(0, left.retries());
      try (JdbcJobScheduler second = instance("two", other, quick, FAST)) {
        second.start();
        assertTrue(done.await(60, TimeUnit.SECONDS));
      }
      assertEquals(Job.Status.COMPLETED, jobs.find(id).orElseThrow().status());
    }
  }

  @Test
  @Timeout(120)
  void aJobOfAnInstanceThatDiesIsDoneByAnother() throws Exception {
    ReplicationSettings quickHeart =
        new ReplicationSettings(
            4,
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofMillis(100),
            RetrySettings.STANDARD,
            Map.of());
    DatabaseAddress address = newAddress();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    ScriptedWork endless = new ScriptedWork();
    endless.script(run -> {
      begun.countDown();
      while (true) {
        run.checkpoint();
        Thread.onSpinWait();
      }
    });
    ScriptedWork quick = new ScriptedWork();
    quick.script(run -> done.countDown());
    try (Database other = Database.open(TestDatabases.settings(address))) {
      JdbcJobs jobs = new JdbcJobs(other, Clock.systemUTC());
      Database one = Database.open(TestDatabases.settings(address));
      long id = jobs.add(new NewJob(Job.Type.ADD_REPLICA, 1L, null, "b", 5));
      try (JdbcJobScheduler first = instance("one", one, endless, quickHeart);
          JdbcJobScheduler second = instance("two", other, quick, quickHeart)) {
        first.start();
        begun.await();
        // From now on nobody hears of the first one, which goes on with its job.
        one.close();
        second.start();
        assertTrue(done.await(60, TimeUnit.SECONDS));
      }
      Job job = jobs.find(id).orElseThrow();
      assertEquals(Job.Status.COMPLETED, job.status());
      assertEquals(1, job.retries());
      assertEquals(List.of(id), quick.begun());
    }
  }
}
