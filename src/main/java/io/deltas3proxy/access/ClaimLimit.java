package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Bounds how many uncommitted files a writer has, without counting them at each claim: what other
 * instances claim meanwhile is seen with the next count, after a sixteenth of the limit at most.
 */
final class ClaimLimit {

  private static final int COUNTS_PER_LIMIT = 16;
  private static final long COUNT_HOLDS_NANOS = Duration.ofMinutes(1).toNanos();

  /** Who is at the limit is not counted at each try. */
  private static final long FULL_HOLDS_NANOS = Duration.ofSeconds(1).toNanos();

  /** Writers that are remembered; more are counted anew. */
  private static final int MOST_WRITERS = 10_000;

  /** Counts the files of a writer. */
  @FunctionalInterface
  interface Count {
    int of(String writer) throws AccountsUnavailableException;
  }

  /** What is known of one writer. */
  private static final class Known {
    private boolean counted;
    private int files;
    private int sinceCount;
    private long countedNanos;
  }

  private final int most;
  private final LongSupplier nanoTime;
  private final Map<String, Known> writers = new ConcurrentHashMap<>();

  /**
   * @param most at least 1
   */
  ClaimLimit(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** Whether a writer may claim one file more. */
  boolean admits(String writer, Count count) throws AccountsUnavailableException {
    if (writers.size() >= MOST_WRITERS) {
      writers.clear();
    }
    Known known = writers.computeIfAbsent(writer, none -> new Known());
    synchronized (known) {
      if (isOld(known)) {
        known.files = count.of(writer);
        known.sinceCount = 0;
        known.countedNanos = nanoTime.getAsLong();
        known.counted = true;
      }
      if (isFull(known)) {
        return false;
      }
      known.sinceCount++;
      return true;
    }
  }

  private boolean isFull(Known known) {
    return known.files + known.sinceCount >= most;
  }

  private boolean isOld(Known known) {
    long age = nanoTime.getAsLong() - known.countedNanos;
    return !known.counted
        || age > COUNT_HOLDS_NANOS
        || known.sinceCount >= Math.max(1, most / COUNTS_PER_LIMIT)
        || (isFull(known) && (known.sinceCount > 0 || age > FULL_HOLDS_NANOS));
  }
}
