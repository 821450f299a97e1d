package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Why a log was not read, which is taken as the answer for a while.
 *
 * @param least how long that is at least
 */
record RecentFailure(TableUnavailableException reason, Instant at, Duration least) {

  private static final Logger LOG = LoggerFactory.getLogger(SharedIndex.class);

  /** The same where reading again takes long and helps nothing. */
  private static final Duration OF_SIZE = Duration.ofMinutes(1);

  static RecentFailure of(String alias, Throwable cause, Instant at) {
    Duration least = LogFailure.ofSize(cause) ? OF_SIZE : Duration.ZERO;
    return new RecentFailure(LogFailure.of(alias, cause), at, least);
  }

  /**
   * Says it in the log. A table that is not made yet is asked for again and again: one line is
   * enough.
   */
  void tell(@Nullable RecentFailure before, Throwable cause) {
    boolean told = reason.hasNoLog() && before != null && before.reason.hasNoLog();
    LOG.atLevel(told ? Level.DEBUG : Level.WARN)
        .log("The index of a table is not current: {}", reason.getMessage());
    LOG.debug("The cause is", cause);
  }

  /** Throws the reason when it was within a time before now, or the least time. */
  void throwWithin(Duration within, Instant now) throws TableUnavailableException {
    Duration longer = least.compareTo(within) > 0 ? least : within;
    if (now.isBefore(at.plus(longer))) {
      throw reason;
    }
  }
}
