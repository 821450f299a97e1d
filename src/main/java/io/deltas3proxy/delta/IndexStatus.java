package io.deltas3proxy.delta;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the operator may know of the index of one table.
 *
 * @param version last commit known, -1 without an index
 * @param refreshedAt when that was last found to be the newest; {@code null} without an index
 * @param objects files that the index knows, 0 without an index
 * @param bytes heap that the index keeps, 0 without an index
 * @param lastDuration how long the last load or look for new commits that succeeded took; {@code
 *     null} before
 * @param lastError why the last load or look failed; {@code null} when it did not; may name
 *     physical places, so it is not for clients
 * @param loads times that the whole log was read
 * @param restores times that the index came from its file instead
 * @param refreshes times that new commits were looked for
 * @param failures loads and looks that failed
 * @param hits times that the index was asked for and there
 * @param evictions times that the index left memory, for others or because nobody asked for it
 */
public record IndexStatus(
    String alias,
    State state,
    long version,
    @Nullable Instant refreshedAt,
    long objects,
    long bytes,
    @Nullable Duration lastDuration,
    @Nullable String lastError,
    long loads,
    long restores,
    long refreshes,
    long failures,
    long hits,
    long evictions) {

  public enum State {
    /** Nobody asked for the table yet, or not for long. */
    ABSENT,
    LOADING,
    READY,
    /** There is no log: the table was not made yet. */
    NEW,
    /** The log cannot be known: all data files of the table answer 503. */
    FAILED
  }
}
