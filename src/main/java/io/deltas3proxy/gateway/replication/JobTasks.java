package io.deltas3proxy.gateway.replication;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the scheduler is given to do: a row of its table for each job, which the database itself
 * makes when a job is queued, and one for each thing that is repeated.
 */
final class JobTasks {

  /** Of the rows that triggers make. */
  static final String JOB = "sync_job";

  private static final Logger LOG = LoggerFactory.getLogger(JobTasks.class);
  private static final Duration UNTIL_REACHED = Duration.ofSeconds(10);

  private final JobExecutor executor;
  private final List<Repeated> repeated;
  private final Clock clock;

  JobTasks(JobExecutor executor, List<Repeated> repeated, Clock clock) {
    this.executor = executor;
    this.repeated = List.copyOf(repeated);
    this.clock = clock;
  }

  /** The task of which every job is an instance. */
  Task<Void> job() {
    return Tasks.custom(JOB, Void.class)
        .onFailure((complete, operations) -> later(complete, operations, UNTIL_REACHED))
        .onDeadExecution((complete, operations) -> later(complete, operations, Duration.ZERO))
        .execute(this::execute);
  }

  private void later(
      ExecutionComplete complete, ExecutionOperations<Void> operations, Duration delay) {
    operations.reschedule(complete, clock.instant().plus(delay));
  }

  private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    try {
      Optional<Instant> next =
          executor.execute(
              Long.parseLong(instance.getId()), () -> context.getSchedulerState().isShuttingDown());
      return (complete, operations) -> settle(next, complete, operations);
    } catch (MetadataUnavailableException e) {
      throw new IllegalStateException("job " + instance.getId(), e);
    }
  }

  /**
   * Who queues a job again while its last worker is still at the end of it takes the row from that
   * worker, who then finds it changed: the row is as it is to be.
   */
  private static void settle(
      Optional<Instant> next, ExecutionComplete complete, ExecutionOperations<Void> operations) {
    try {
      if (next.isPresent()) {
        operations.reschedule(complete, next.get());
      } else {
        operations.remove();
      }
    } catch (RuntimeException e) {
      LOG.debug("The row of a job was changed meanwhile", e);
    }
  }

  /** The tasks that are repeated. */
  List<RecurringTask<Void>> repetitions() {
    List<RecurringTask<Void>> tasks = new ArrayList<>();
    for (Repeated each : repeated) {
      tasks.add(
          Tasks.recurring(each.name(), FixedDelay.of(each.pause()))
              .onDeadExecution((complete, operations) -> later(complete, operations, Duration.ZERO))
              .execute((instance, context) -> repeat(each)));
    }
    return tasks;
  }

  private static void repeat(Repeated each) {
    try {
      each.step().run();
    } catch (MetadataUnavailableException e) {
      LOG.warn("{} has to wait: {}", each.name(), e.getMessage());
    }
  }
}
