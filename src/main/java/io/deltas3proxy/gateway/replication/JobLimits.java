package io.deltas3proxy.gateway.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many jobs of this instance are at work, in all and on each backend. Where all workers have a
 * job, the next one waits here for a while. Where a backend has enough, it is sent away, and comes
 * back about when its turn will be: so a long queue for one backend is not looked at over and over,
 * and the jobs behind it that are for others come forward.
 */
final class JobLimits {

  private static final long LEAST_MILLIS = 500;
  private static final long MOST_MILLIS = 120_000;

  /** How much the last job counts among those before it. */
  private static final double WEIGHT = 0.2;

  /** What a job gives back when it ends. */
  interface Permit {
    void close();
  }

  /** One backend as this instance uses it. */
  private static final class Use {
    private int running;
    private int sentAway;
    private double millisOfJob = LEAST_MILLIS;
  }

  private final ReplicationSettings settings;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Map<String, Use> uses = new HashMap<>();
  private int all;

  /**
   * @param patience how long a job waits while all workers have one
   */
  JobLimits(ReplicationSettings settings, Duration patience, LongSupplier nanoTime) {
    this.settings = settings;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** Room for a job on some backends; empty if there is none now. */
  Optional<Permit> enter(Set<String> backends) {
    lock.lock();
    try {
      if (!awaitWorker()) {
        return Optional.empty();
      }
      for (String backend : backends) {
        Use use = use(backend);
        if (use.running >= settings.limit(backend).jobs()) {
          use.sentAway++;
          return Optional.empty();
        }
      }
      all++;
      backends.forEach(backend -> use(backend).running++);
      long begin = nanoTime.getAsLong();
      return Optional.of(() -> leave(backends, begin));
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitWorker() {
    long left = patience.toNanos();
    try {
      while (all >= settings.workers() && left > 0) {
        left = freed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return all < settings.workers();
  }

  private Use use(String backend) {
    return uses.computeIfAbsent(backend, name -> new Use());
  }

  private void leave(Set<String> backends, long begin) {
    double millis = (nanoTime.getAsLong() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    lock.lock();
    try {
      all--;
      for (String backend : backends) {
        Use use = use(backend);
        use.running--;
        use.sentAway = use.running == 0 ? 0 : Math.max(0, use.sentAway - 1);
        use.millisOfJob += WEIGHT * (millis - use.millisOfJob);
      }
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** When to come again. */
  Duration delay(Set<String> backends) {
    lock.lock();
    try {
      double millis = 0;
      for (String backend : backends) {
        Use use = use(backend);
        millis = Math.max(millis, use.sentAway * use.millisOfJob / settings.limit(backend).jobs());
      }
      return Duration.ofMillis(Math.clamp(Math.round(millis), LEAST_MILLIS, MOST_MILLIS));
    } finally {
      lock.unlock();
    }
  }

  /** Jobs at work. */
  int running() {
    lock.lock();
    try {
      return all;
    } finally {
      lock.unlock();
    }
  }
}
