package io.deltas3proxy.storage.s3;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often, and how far apart, a read is tried again: exponential, with full jitter. */
final class Retries {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final int most;
  private final Duration deadline;

  Retries(HttpSettings settings) {
    this.most = settings.maxRetries();
    this.deadline = settings.requestDeadline();
  }

  Course start() {
    return new Course(System.nanoTime() + deadline.toNanos());
  }

  /** The attempts of one request. */
  final class Course {
    private final long deadlineNanos;
    private int retried;

    private Course(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    long deadlineNanos() {
      return deadlineNanos;
    }

    /** Waits before the next attempt; false when there is to be none. */
    boolean pause() {
      if (retried == most) {
        return false;
      }
      long ceiling = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << retried);
      long millis = ThreadLocalRandom.current().nextLong(ceiling + 1);
      if (deadlineNanos - System.nanoTime() <= millis * NANOS_PER_MILLI) {
        return false;
      }
      retried++;
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      return true;
    }
  }
}
