package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One try of a job, by the worker that holds it. One thread uses it. */
final class JobRun {

  private final Job job;
  private final String holder;
  private final JobRows rows;
  private final Watch watch;
  private final Set<String> made = new HashSet<>();
  private Instant nextCheck;
  private long done;
  private long total;

  /**
   * What a run looks at between two steps.
   *
   * @param every how often the row of the job is looked at
   * @param ending whether this instance shuts down
   */
  record Watch(Clock clock, Duration every, BooleanSupplier ending) {}

  JobRun(Job job, String holder, JobRows rows, Watch watch) {
    this.job = job;
    this.holder = holder;
    this.rows = rows;
    this.watch = watch;
    this.nextCheck = watch.clock().instant();
  }

  Job job() {
    return job;
  }

  /** As evidence names it. */
  String name() {
    return "job-" + job.id();
  }

  String holder() {
    return holder;
  }

  /** How many bytes there are to be moved. */
  void expect(long bytes) {
    total = bytes;
    done = 0;
  }

  /** Bytes were moved. */
  void moved(long bytes) {
    done += bytes;
  }

  /** How it stands when it ends so. */
  JobRows.Ending ending(Job.Status status, String error) {
    return new JobRows.Ending(status, error, done, total);
  }

  /** A replica on a backend is about to count. */
  void made(String backend) {
    made.add(backend);
  }

  boolean hasMade(String backend) {
    return made.contains(backend);
  }

  /** Goes on only if the job is still to be done, and by this worker. Cheap. */
  void checkpoint() throws IOException {
    if (watch.ending().getAsBoolean()) {
      throw new JobStoppedException(JobStoppedException.Reason.SHUTTING_DOWN);
    }
    if (!watch.clock().instant().isBefore(nextCheck)) {
      try {
        insist();
      } catch (MetadataUnavailableException e) {
        // Bytes go on to where they were on their way to; before anything counts it is asked again.
        nextCheck = watch.clock().instant().plus(watch.every());
      }
    }
  }

  /** The same, by what the database says at this moment. */
  void insist() throws IOException, MetadataUnavailableException {
    JobRows.Standing standing = rows.progress(job.id(), holder, done, total);
    nextCheck = watch.clock().instant().plus(watch.every());
    switch (standing) {
      case HELD -> {}
      case CANCELLED -> throw new JobStoppedException(JobStoppedException.Reason.CANCELLED);
      case LOST -> throw new JobStoppedException(JobStoppedException.Reason.TAKEN_OVER);
    }
  }
}
