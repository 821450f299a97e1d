package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Jobs;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The queue of jobs, as administrators see and change it. */
public final class JobQueue {

  private static final Set<Job.Status> ALIVE =
      Set.of(Job.Status.QUEUED, Job.Status.RUNNING, Job.Status.RETRYING);

  private final Jobs jobs;
  private final JobRows rows;

  JobQueue(Jobs jobs, JobRows rows) {
    this.jobs = jobs;
    this.rows = rows;
  }

  /** Queues a job. The same one, where it waits already, comes as early as this one would. */
  public long add(NewJob job) throws MetadataUnavailableException {
    long id = jobs.add(job);
    rows.promote(id, job.priority());
    return id;
  }

  public Optional<Job> find(long id) throws MetadataUnavailableException {
    return jobs.find(id);
  }

  /** As {@link Jobs#list}. */
  public List<Job> list(Set<Job.Status> statuses, long after, int most)
      throws MetadataUnavailableException {
    return jobs.list(statuses, after, most);
  }

  /**
   * Cancels a job: one that waits never starts, one that runs stops and is undone.
   *
   * @return false if it is over already
   */
  public boolean cancel(long id) throws MetadataUnavailableException {
    return jobs.change(id, ALIVE, Job.Status.CANCELLED, null);
  }

  /**
   * Queues a job anew that failed, or was cancelled.
   *
   * @return false for any other, for one that is still being undone, and where the same job is
   *     waiting already
   */
  public boolean requeue(long id) throws MetadataUnavailableException {
    return rows.requeue(id);
  }
}
