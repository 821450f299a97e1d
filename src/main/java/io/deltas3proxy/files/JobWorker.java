package io.deltas3proxy.files;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the uploads whose bytes are in the spool of this instance. */
public final class JobWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  private final FileJobBook book;
  private final Spool spool;
  private final JobRun run;
  private final Clock clock;
  private final int workers;
  private final Semaphore free;
  private final Semaphore news = new Semaphore(0);
  private final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  /** Whether an attempt ended and its end could not be kept. */
  private volatile boolean lost;

  private Instant nextSweep = Instant.MIN;

  /**
   * Makes it; nothing is done before {@link #start}.
   *
   * @param workers that send at the same time
   */
  public JobWorker(FileJobBook book, Spool spool, JobRun run, int workers, Clock clock) {
    this.book = book;
    this.spool = spool;
    this.run = run;
    this.workers = workers;
    this.free = new Semaphore(workers);
    this.clock = clock;
  }

  /** Begins to work; what was under way when the process before ended is done again. */
  public void start() throws AccountsUnavailableException {
    int again = book.requeue(spool.id(), clock.instant());
    if (again > 0) {
      LOG.info("{} uploads in the background begin again", again);
    }
    threads.execute(this::watch);
  }

  /** There may be something to do. */
  void wake() {
    news.release();
  }

  private void watch() {
    while (!closed) {
      try {
        step();
        var unused = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (AccountsUnavailableException | IOException e) {
        LOG.warn("Uploads in the background are not looked at now: {}", e.getMessage());
        pause();
      } catch (RuntimeException e) { // Else nothing would be done any more.
        LOG.error("Uploads in the background are not looked at now", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Begins what is due as far as there are workers, and forgets what has expired. */
  void step() throws AccountsUnavailableException, IOException {
    if (clock.instant().isAfter(nextSweep)) {
      nextSweep = clock.instant().plus(SWEEP);
      sweep();
    }
    if (lost && running.isEmpty()) {
      lost = false;
      var unused = book.requeue(spool.id(), clock.instant());
    }
    for (FileJob job : book.due(spool.id(), clock.instant(), workers)) {
      var unused = begin(job);
    }
  }

  /** Begins one; {@code null} when it is under way already, or no worker is free. */
  private @Nullable CountDownLatch begin(FileJob job) {
    CountDownLatch end = new CountDownLatch(1);
    if (!free.tryAcquire()) {
      return null;
    }
    if (closed || running.putIfAbsent(job.id(), end) != null) {
      free.release();
      return null;
    }
    threads.execute(() -> perform(job, end));
    return end;
  }

  private void sweep() throws AccountsUnavailableException, IOException {
    int forgotten = book.forget(clock.instant());
    if (forgotten > 0) {
      LOG.info("{} uploads in the background are forgotten", forgotten);
    }
    for (String name : spool.names()) {
      // Asked first: what is open now may have its row a moment after the book was asked.
      if (spool.isOpen(name)) {
        continue;
      }
      Optional<FileJob> job = book.find(name);
      if (job.isEmpty() || job.get().progress().state().isOver()) {
        spool.deleteUnlessOpen(name);
      }
    }
  }

  private void perform(FileJob job, CountDownLatch end) {
    try {
      run.run(job);
    } catch (AccountsUnavailableException e) {
      LOG.warn("An upload in the background is begun again later: {}", e.getMessage());
      lost = true;
    } catch (RuntimeException e) {
      LOG.error("An upload in the background failed", e);
      lost = true;
    } finally {
      running.remove(job.id());
      free.release();
      end.countDown();
      wake();
    }
  }

  /** Does one that was queued just now, if a worker is free, and waits a while for its end. */
  void runNow(FileJob job, Duration most) {
    CountDownLatch end = begin(job);
    if (end == null) {
      wake();
      return;
    }
    try {
      var unused = end.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until nothing is under way, and begins nothing more. */
  @Override
  public void close() {
    closed = true;
    run.stop();
    threads.shutdownNow();
    try {
      var unused = threads.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
