package io.deltas3proxy.storage.s3;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cuts off requests whose time has passed. They are looked through at intervals: a timer's task for
 * each would wake the timer's thread nearly as often as there are requests.
 */
final class Deadlines {

  /** How late a request may be cut off. */
  static final Duration INTERVAL = Duration.ofMillis(100);

  /** A request that is under way; each is itself alone. */
  final class Watch {
    private final Cancellable request;
    private volatile long deadlineNanos;

    private Watch(Cancellable request, long deadlineNanos) {
      this.request = request;
      this.deadlineNanos = deadlineNanos;
    }

    private boolean cutWhenLate(long nowNanos) {
      boolean late = nowNanos - deadlineNanos >= 0;
      if (late) {
        request.cancel();
      }
      return late;
    }

    /**
     * Moves the deadline, while the watch has not ended.
     *
     * @param nanos value of {@link System#nanoTime()}
     */
    void moveTo(long nanos) {
      deadlineNanos = nanos;
    }

    /** The request has its answer, or has failed. */
    void end() {
      watched.remove(this);
    }
  }

  private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

  /**
   * Watches a request until the watch is ended.
   *
   * @param deadlineNanos value of {@link System#nanoTime()}
   */
  Watch watch(Cancellable request, long deadlineNanos) {
    Watch watch = new Watch(request, deadlineNanos);
    watched.add(watch);
    return watch;
  }

  /**
   * Cuts off what is late.
   *
   * @param nowNanos value of {@link System#nanoTime()}
   */
  void sweep(long nowNanos) {
    watched.removeIf(watch -> watch.cutWhenLate(nowNanos));
  }
}
