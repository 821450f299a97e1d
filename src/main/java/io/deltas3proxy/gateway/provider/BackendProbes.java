package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.provider.ProbeResult.Finding;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every enabled backend from time to time: one key of its bucket is listed. A look that
 * takes too long counts as failed at once; a backend is not looked at again before the look before
 * has ended.
 */
public final class BackendProbes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackendProbes.class);

  private final BackendRegistry registry;
  private final ProbeSettings settings;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService timer;
  private final Set<RunningBackend> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledFuture<?> rounds;

  public BackendProbes(
      BackendRegistry registry, ProbeSettings settings, Clock clock, LongSupplier nanoTime) {
    this.registry = registry;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("backend-probes").factory());
  }

  /**
   * Begins to look.
   *
   * @param beforehand done before each round of looks; what it throws is logged
   */
  public synchronized void start(Runnable beforehand) {
    long millis = settings.interval().toMillis();
    rounds =
        timer.scheduleWithFixedDelay(() -> round(beforehand), 0, millis, TimeUnit.MILLISECONDS);
  }

  private void round(Runnable beforehand) {
    try {
      beforehand.run();
    } catch (RuntimeException e) {
      LOG.warn("Before the look at backends: {}", e.getMessage());
    }
    try {
      step();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Whatever it is: without this thread nobody would look any more.
      LOG.error("The look at backends failed", e);
    }
  }

  /** Looks once at all; returns when all have answered, or their time is over. */
  public void step() throws InterruptedException {
    List<Look> looks = new ArrayList<>();
    for (OpenBackend backend : registry.open()) {
      if (backend.description().enabled() && underWay.add(backend.running())) {
        Look look = new Look(backend);
        Thread.ofVirtual().name("probe-" + backend.description().name()).start(look);
        looks.add(look);
      }
    }
    long end = nanoTime.getAsLong() + settings.timeout().toNanos();
    for (Look look : looks) {
      look.await(end - nanoTime.getAsLong());
    }
    registry.closeIdle();
  }

  /** One look at one backend; the first of its answer and its time-out counts. */
  private final class Look implements Runnable {

    private final OpenBackend backend;
    private final long begun = nanoTime.getAsLong();
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean counted;

    Look(OpenBackend backend) {
      this.backend = backend;
    }

    @Override
    public void run() {
      try {
        count(find());
        again();
      } catch (RuntimeException e) {
        LOG.error("The look at {} failed", backend.description().name(), e);
        count(Finding.UNREACHABLE);
      } finally {
        underWay.remove(backend.running());
        done.countDown();
      }
    }

    /** Another instance, or somebody else, may have made a bucket that was missing. */
    private void again() {
      for (String bucket : backend.running().missing().all()) {
        try {
          list(bucket);
        } catch (StoreException e) {
          LOG.debug("Bucket {} of {}", bucket, backend.description().name(), e);
        }
      }
    }

    private void list(String bucket) throws StoreException {
      MissingBuckets missing = backend.running().missing();
      try {
        backend.running().opened().list(new ListingRequest(bucket, "", null, null, 1));
        missing.there(bucket);
      } catch (StoreException.NotFound e) {
        missing.missing(bucket);
        throw e;
      }
    }

    private Finding find() {
      try {
        list(backend.description().bucket());
        return Finding.GOOD;
      } catch (StoreException.NotFound e) {
        return Finding.BUCKET_MISSING;
      } catch (StoreException.Denied e) {
        return Finding.CREDENTIALS_REFUSED;
      } catch (StoreException e) {
        LOG.debug("The look at {} failed", backend.description().name(), e);
        return Finding.UNREACHABLE;
      }
    }

    private void await(long nanos) throws InterruptedException {
      if (!done.await(nanos, TimeUnit.NANOSECONDS)) {
        count(Finding.TIMED_OUT);
      }
    }

    private synchronized void count(Finding finding) {
      if (counted) {
        return;
      }
      counted = true;
      ProbeResult before = backend.running().probe();
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - begun);
      backend.running().probed(before.next(finding, clock.instant(), took));
      if (before.finding() != finding) {
        LOG.info("Backend {}: {}", backend.description().name(), finding.word());
      }
    }
  }

  @Override
  public synchronized void close() {
    if (rounds != null) {
      rounds.cancel(true);
    }
    timer.shutdownNow();
  }
}
