package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one job after the other, as the scheduler hands them out. */
final class JobExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(JobExecutor.class);

  /** Until a backend that does not answer is asked again by a job that has not begun. */
  private static final Duration UNTIL_USABLE = Duration.ofSeconds(15);

  /** How long a job waits for a worker, and keeps what is repeated waiting. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration UNTIL_FREE = Duration.ofSeconds(1);

  /** Where jobs are kept, and how they are done. */
  record Parts(Jobs jobs, JobRows rows, JobWork work, JobStatistics statistics) {}

  private final Parts parts;
  private final ReplicationSettings settings;
  private final JobLimits limits;
  private final Clock clock;
  private final RandomGenerator random;

  JobExecutor(Parts parts, ReplicationSettings settings, Clock clock, RandomGenerator random) {
    this.parts = parts;
    this.settings = settings;
    this.limits = new JobLimits(settings, PATIENCE, System::nanoTime);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Does a job, if it is to be done.
   *
   * @param ending whether this instance shuts down
   * @return when it is to be looked at again; empty for never
   */
  Optional<Instant> execute(long id, BooleanSupplier ending) throws MetadataUnavailableException {
    Optional<Job> job = parts.jobs().find(id);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    Set<String> backends = backends(job.get());
    Optional<JobLimits.Permit> permit = limits.enter(backends);
    if (permit.isEmpty()) {
      return again(limits.delay(backends));
    }
    try {
      return claimed(id, ending);
    } finally {
      permit.get().close();
    }
  }

  private static Set<String> backends(Job job) {
    Set<String> backends = new TreeSet<>();
    if (job.work().source() != null) {
      backends.add(job.work().source());
    }
    if (job.work().target() != null) {
      backends.add(job.work().target());
    }
    return backends;
  }

  private Optional<Instant> again(Duration delay) {
    long spread = Math.max(1, delay.toMillis() / 2);
    return Optional.of(clock.instant().plus(delay).plusMillis(random.nextLong(spread)));
  }

  private Optional<Instant> claimed(long id, BooleanSupplier ending)
      throws MetadataUnavailableException {
    String holder = UUID.randomUUID().toString();
    return switch (parts.rows().claim(id, holder)) {
      case OVER -> Optional.empty();
      case BUSY -> again(UNTIL_FREE);
      case TO_UNDO -> undone(run(id, holder, () -> false));
      case TAKEN -> {
        JobRun run = run(id, holder, ending);
        if (run.job().retries() > run.job().mostRetries()) {
          yield ended(run, Job.Status.FAILED, "its workers died");
        }
        yield tried(run);
      }
    };
  }

  private JobRun run(long id, String holder, BooleanSupplier ending)
      throws MetadataUnavailableException {
    // Once more, as it is now that it is held.
    Job job = parts.jobs().find(id).orElseThrow();
    return new JobRun(
        job, holder, parts.rows(), new JobRun.Watch(clock, settings.checks(), ending));
  }

  private Optional<Instant> tried(JobRun run) throws MetadataUnavailableException {
    try {
      parts.work().run(run);
      return ended(run, Job.Status.COMPLETED, "");
    } catch (JobStoppedException e) {
      return stopped(run, e.reason());
    } catch (JobFailedException e) {
      LOG.info("Job {} {}: {}", run.job().id(), run.job().work(), e.text(), e.getCause());
      return failed(run, e);
    } catch (IOException e) {
      LOG.info("Job {} {}: failed", run.job().id(), run.job().work(), e);
      return failed(run, JobFailedException.forNow("a connection broke"));
    } catch (MetadataUnavailableException e) {
      LOG.info("Job {} {}: {}", run.job().id(), run.job().work(), e.getMessage());
      return failed(run, JobFailedException.forNow("the metadata could not be reached"));
    } catch (RuntimeException e) {
      LOG.error("Job {} {}: failed", run.job().id(), run.job().work(), e);
      return failed(run, JobFailedException.forNow("an internal error occurred"));
    }
  }

  private Optional<Instant> stopped(JobRun run, JobStoppedException.Reason reason)
      throws MetadataUnavailableException {
    return switch (reason) {
      case CANCELLED -> undone(run);
      case TAKEN_OVER -> Optional.empty();
      case SHUTTING_DOWN -> {
        // Which makes it due at once, for whoever is there.
        boolean unused =
            parts.rows().end(run.job().id(), run.holder(), run.ending(Job.Status.QUEUED, ""));
        yield Optional.empty();
      }
    };
  }

  private Optional<Instant> undone(JobRun run) throws MetadataUnavailableException {
    try {
      parts.work().undo(run);
    } catch (IOException e) {
      LOG.info("Job {} {}: cannot be undone now", run.job().id(), run.job().work(), e);
      return again(UNTIL_USABLE);
    }
    parts.statistics().count(run.job().work().type(), Job.Status.CANCELLED);
    parts.rows().letGo(run.job().id(), run.holder());
    return Optional.empty();
  }

  private Optional<Instant> failed(JobRun run, JobFailedException failure)
      throws MetadataUnavailableException {
    return switch (failure.fate()) {
      case FAIL -> ended(run, Job.Status.FAILED, failure.text());
      case DROP -> ended(run, Job.Status.CANCELLED, failure.text());
      case POSTPONE -> {
        parts.rows().postpone(run.job().id(), run.holder(), failure.text());
        yield again(UNTIL_USABLE);
      }
      case RETRY -> {
        int retries = run.job().retries() + 1;
        if (retries > run.job().mostRetries()) {
          yield ended(run, Job.Status.FAILED, failure.text());
        }
        parts.statistics().count(run.job().work().type(), Job.Status.RETRYING);
        yield parts.rows().retry(run.job().id(), run.holder(), failure.text())
            ? Optional.of(clock.instant().plus(settings.retries().after(retries, random)))
            : stoppedMeanwhile(run);
      }
    };
  }

  private Optional<Instant> ended(JobRun run, Job.Status status, String error)
      throws MetadataUnavailableException {
    if (!parts.rows().end(run.job().id(), run.holder(), run.ending(status, error))) {
      return stoppedMeanwhile(run);
    }
    parts.statistics().count(run.job().work().type(), status);
    return Optional.empty();
  }

  /** Somebody cancelled it in its last moment, or has it. */
  private Optional<Instant> stoppedMeanwhile(JobRun run) throws MetadataUnavailableException {
    try {
      run.insist();
      return Optional.empty();
    } catch (JobStoppedException e) {
      return stopped(run, e.reason());
    } catch (IOException e) {
      throw new IllegalStateException("looking at a job's row reads no body", e);
    }
  }
}
