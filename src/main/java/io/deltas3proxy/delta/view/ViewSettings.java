package io.deltas3proxy.delta.view;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How views are kept.
 *
 * @param directory where rewritten files are kept; emptied at the start, used by one process alone
 * @param heapBytes most bytes of rewritten files in memory
 * @param diskBytes most bytes of rewritten files in the directory; a file larger than this has no
 *     place in a view
 * @param refreshInterval a file that was listed of a log is taken to be there for that long without
 *     a new look; every listing, and every file that was not listed, is a look
 * @param relistInterval a log is listed from its start that often, so that files that were deleted
 *     from it leave the views
 * @param buildTimeout longest wait for a file that another request is rewriting
 * @param builders checkpoints and large commits that are rewritten at the same time
 */
public record ViewSettings(
    Path directory,
    long heapBytes,
    long diskBytes,
    Duration refreshInterval,
    Duration relistInterval,
    Duration buildTimeout,
    int builders) {

  public ViewSettings {
    if (heapBytes < 0 || diskBytes < 1 || builders < 1) {
      throw new IllegalArgumentException("a view needs room and builders");
    }
    if (refreshInterval.isNegative() || relistInterval.compareTo(refreshInterval) < 0) {
      throw new IllegalArgumentException("a log is listed anew no more often than looked at");
    }
  }

  /** Usual values. */
  public static ViewSettings in(Path directory) {
    return new ViewSettings(
        directory,
        64L << 20,
        8L << 30,
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofSeconds(60),
        2);
  }
}
