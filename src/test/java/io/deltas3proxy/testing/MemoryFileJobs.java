package io.deltas3proxy.testing;

import io.deltas3proxy.files.FileJob;
import io.deltas3proxy.files.FileJobBook;
import io.deltas3proxy.files.JobProgress;
import io.deltas3proxy.files.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Uploads in the background in memory, for one thread; tests look in and interfere. */
public final class MemoryFileJobs implements FileJobBook {

  private final Map<String, FileJob> jobs = new ConcurrentHashMap<>();
  private Runnable afterFind = () -> {};
  private Runnable afterMove = () -> {};

  /** Does something between the next look at a job and what is made of it. */
  public void afterFind(Runnable action) {
    afterFind = action;
  }

  /** Does something behind the next change of a state. */
  public void afterMove(Runnable action) {
    afterMove = action;
  }

  public FileJob get(String id) {
    return Optional.ofNullable(jobs.get(id)).orElseThrow();
  }

  /** Sets what another instance would. */
  public void set(String id, JobState state) {
    change(id, job -> true, was -> with(was, state, was.received()));
  }

  private static JobProgress with(JobProgress was, JobState state, long received) {
    return new JobProgress(state, received, was.sent(), was.attempts(), was.error(), was.due());
  }

  private boolean change(String id, Predicate<FileJob> when, UnaryOperator<JobProgress> progress) {
    AtomicInteger changed = new AtomicInteger();
    jobs.computeIfPresent(
        id,
        (key, job) -> {
          if (!when.test(job)) {
            return job;
          }
          changed.set(1);
          return new FileJob(
              id,
              job.order(),
              progress.apply(job.progress()),
              job.spool(),
              job.created(),
              job.expires());
        });
    return changed.get() == 1;
  }

  @Override
  public void add(FileJob job) {
    jobs.put(job.id(), job);
  }

  @Override
  public Optional<FileJob> find(String id) {
    Optional<FileJob> found = Optional.ofNullable(jobs.get(id));
    Runnable action = afterFind;
    afterFind = () -> {};
    action.run();
    return found;
  }

  @Override
  public int open(String user) {
    return Math.toIntExact(
        jobs.values().stream().filter(job -> !job.progress().state().isOver()).count());
  }

  @Override
  public boolean move(String id, Set<JobState> from, JobProgress progress, Instant expires) {
    boolean moved = change(id, job -> from.contains(job.progress().state()), was -> progress);
    Runnable action = afterMove;
    afterMove = () -> {};
    action.run();
    return moved;
  }

  @Override
  public boolean received(String id, long bytes, Instant expires) {
    return change(
        id,
        job -> job.progress().state() == JobState.RECEIVING,
        was -> with(was, JobState.RECEIVING, bytes));
  }

  @Override
  public boolean sent(String id, long bytes) {
    return get(id).progress().state() == JobState.RUNNING;
  }

  @Override
  public List<FileJob> due(String spool, Instant now, int most) {
    return jobs.values().stream()
        .filter(job -> job.progress().state() == JobState.QUEUED)
        .filter(job -> !job.progress().due().isAfter(now))
        .limit(most)
        .toList();
  }

  @Override
  public int requeue(String spool, Instant now) {
    return 0;
  }

  @Override
  public int forget(Instant now) {
    return 0;
  }
}
