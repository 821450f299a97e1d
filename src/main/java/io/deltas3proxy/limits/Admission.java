package io.deltas3proxy.limits;

import java.time.Duration;

/** Whether a request may go on. */
public sealed interface Admission {

  /** It may; whoever holds the pass ends it when the request has ended, however it ended. */
  record Admitted(Pass pass) implements Admission {}

  /**
   * It may not now.
   *
   * @param limit that is reached
   * @param delay after which another request would pass it, as far as that can be said
   */
  record Refused(Limit limit, Duration delay) implements Admission {

    /** For the header {@code Retry-After}: at least 1, and not before the delay is over. */
    public long retryAfterSeconds() {
      return Math.max(1, delay.plusMillis(999).toSeconds());
    }
  }
}
