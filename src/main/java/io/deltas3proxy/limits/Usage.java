package io.deltas3proxy.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one key has asked for. Each bucket of tokens is one number: the moment at which it will be
 * full again. All moments are nanoseconds since the same start.
 */
final class Usage {

  static final long SECOND = 1_000_000_000L;

  /** Stands for the requests of a usage that was forgotten: nobody enters it any more. */
  private static final int FORGOTTEN = -1;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong requestsFullAt = new AtomicLong();
  private final AtomicLong bytesFullAt = new AtomicLong();

  /** Whether a request could begin. */
  enum Entry {
    ENTERED,
    FULL,
    FORGOTTEN
  }

  /**
   * Begins a request.
   *
   * @param most requests at a time; 0 for any number
   */
  Entry enter(int most) {
    while (true) {
      int now = inFlight.get();
      if (now == FORGOTTEN) {
        return Entry.FORGOTTEN;
      }
      if (most > 0 && now >= most) {
        return Entry.FULL;
      }
      if (inFlight.compareAndSet(now, now + 1)) {
        return Entry.ENTERED;
      }
    }
  }

  /** Ends a request that has begun. */
  void leave() {
    inFlight.decrementAndGet();
  }

  /**
   * Takes one request from the bucket, which holds those of a second.
   *
   * @return 0 when there was one, else the nanoseconds until there is
   */
  long take(int perSecond, long now) {
    long price = SECOND / perSecond;
    while (true) {
      long fullAt = requestsFullAt.get();
      long next = Math.max(fullAt, now) + price;
      if (next - now > SECOND) {
        return next - now - SECOND;
      }
      if (requestsFullAt.compareAndSet(fullAt, next)) {
        return 0;
      }
    }
  }

  /**
   * Takes bytes, which may be more than there are: then the key is in debt.
   *
   * @param perSecond 0 for any number
   */
  void charge(long bytes, long perSecond, long now) {
    if (perSecond > 0 && bytes > 0) {
      double price = (double) bytes / (double) perSecond * SECOND;
      bytesFullAt.accumulateAndGet(
          (long) price, (fullAt, added) -> saturated(Math.max(fullAt, now), added));
    }
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** Nanoseconds until the debt is paid back; 0 when there is none. */
  long debt(long now) {
    return Math.max(0, bytesFullAt.get() - now - SECOND);
  }

  /** Forgets it when it says nothing that a new one would not say. */
  boolean forget(long now) {
    return requestsFullAt.get() <= now
        && bytesFullAt.get() <= now
        && inFlight.compareAndSet(0, FORGOTTEN);
  }
}
