package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Duration;
import java.time.Instant;

/**
 * Why a log was not read, which is taken as the answer for a while.
 *
 * @param least how long that is at least
 */
record RecentFailure(TableUnavailableException reason, Instant at, Duration least) {

  /** The same where reading again takes long and helps nothing. */
  private static final Duration OF_SIZE = Duration.ofMinutes(1);

  static RecentFailure of(String alias, Throwable cause, Instant at) {
    Duration least = LogFailure.ofSize(cause) ? OF_SIZE : Duration.ZERO;
    return new RecentFailure(LogFailure.of(alias, cause), at, least);
  }

  /** Throws the reason when it was within a time before now, or the least time. */
  void throwWithin(Duration within, Instant now) throws TableUnavailableException {
    Duration longer = least.compareTo(within) > 0 ? least : within;
    if (now.isBefore(at.plus(longer))) {
      throw reason;
    }
  }
}
