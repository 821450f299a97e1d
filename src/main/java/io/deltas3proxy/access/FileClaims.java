package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The uncommitted files of all writers.
 *
 * @param lasting how long they are nobody else's, from when they were claimed
 */
public record FileClaims(UncommittedFiles files, Duration lasting, Clock clock) {

  /** Where nothing is written. */
  public static FileClaims none(Clock clock) {
    return new FileClaims(new NoUncommittedFiles(), Duration.ZERO, clock);
  }

  /** Whether something is written at all. */
  boolean isUsed() {
    return !(files instanceof NoUncommittedFiles);
  }

  /** Claims up to this moment are nobody's by now. */
  Instant ended() {
    return clock.instant().minus(lasting);
  }

  /** Whether a file is its writer's alone still. */
  boolean holds(Owner owner) {
    return owner.since().plus(lasting).isAfter(clock.instant());
  }
}
