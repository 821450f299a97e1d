package io.deltas3proxy.accounts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a session began, and from when on it is over. One that was made from another began when that
 * one did, so that ending the sessions of a user ends it too. Both are whole milliseconds.
 */
public record SessionLifetime(Instant begin, Instant end) {
  public SessionLifetime {
    begin = begin.truncatedTo(ChronoUnit.MILLIS);
    end = end.truncatedTo(ChronoUnit.MILLIS);
  }

  public boolean isOver(Instant now) {
    return !now.isBefore(end);
  }
}
