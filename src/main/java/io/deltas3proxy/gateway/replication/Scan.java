package io.deltas3proxy.gateway.replication;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a look at everything is.
 *
 * @param position the last one that was looked at; empty before the first one
 * @param expected how many there were when it began
 * @param problems replicas and objects that were not as they should be, or could not be looked at
 * @param repairs jobs that were queued for them, or objects that were deleted
 */
public record Scan(
    String name,
    boolean running,
    boolean readsBytes,
    String position,
    long expected,
    long examined,
    long problems,
    long repairs,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** One step further. */
  Scan after(String place, long more, long moreProblems, long moreRepairs) {
    return new Scan(
        name,
        running,
        readsBytes,
        place,
        expected,
        examined + more,
        problems + moreProblems,
        repairs + moreRepairs,
        startedAt,
        finishedAt);
  }
}
