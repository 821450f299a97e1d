package io.deltas3proxy.gateway.replication;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import io.deltas3proxy.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Hands jobs out: each row of {@code scheduled_tasks} that is due to one worker of one instance,
 * and to another when the first one has died.
 */
final class JdbcJobScheduler implements AutoCloseable {

  private static final int MISSED_HEARTBEATS = 4;

  /** What is repeated goes on while all workers have a long job. */
  private static final int MORE_THREADS = 2;

  private static final Duration AT_THE_END = Duration.ofSeconds(10);

  private final Scheduler scheduler;

  /**
   * @param name of this instance, unique
   */
  JdbcJobScheduler(
      Database database, JobTasks tasks, ReplicationSettings settings, Clock clock, String name) {
    int threads = settings.workers() + MORE_THREADS;
    ExecutorService workers =
        Executors.newFixedThreadPool(threads, Thread.ofVirtual().name("gateway-job-", 0).factory());
    SchedulerBuilder builder =
        Scheduler.create(database.pool(), List.of(tasks.job()))
            .startTasks(tasks.repetitions())
            .threads(threads)
            .executorService(workers)
            .schedulerName(new SchedulerName.Fixed(name))
            .pollingInterval(settings.poll())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(AT_THE_END)
            .enablePriority()
            .addSchedulerListener(new QueueTrouble(clock))
            .clock(clock::instant);
    if (!database.isEmbedded()) {
      builder.pollUsingLockAndFetch(0.5, 1.0);
    }
    this.scheduler = builder.build();
  }

  void start() {
    scheduler.start();
  }

  /** Stops giving out jobs, and stops those at work at their next checkpoint. */
  @Override
  public void close() {
    scheduler.stop();
  }
}
