package io.deltas3proxy.files;

import java.time.Duration;

/**
 * How uploads go on in the background.
 *
 * @param workers that send at the same time
 * @param attempts until one is given up, {@code >= 1}
 * @param firstPause before the second attempt; each further one is twice as long
 * @param mostPause the longest one
 * @param keep how long it is known what has become of one
 * @param mostOpen uploads of one user that are not over
 */
public record JobSettings(
    int workers,
    int attempts,
    Duration firstPause,
    Duration mostPause,
    Duration keep,
    int mostOpen) {

  /** What waits for its store longer than this is forgotten. */
  static final Duration LONGEST = Duration.ofDays(30);

  /** Before the next attempt, after so many. */
  Duration pause(int attempts) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(20, Math.max(0, attempts - 1)));
    return pause.compareTo(mostPause) > 0 ? mostPause : pause;
  }
}
