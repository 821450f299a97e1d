package io.deltas3proxy.storage.s3;

import java.time.Duration;

/**
 * How long the store may take in a call. Time that a caller needs to give the body does not count.
 *
 * @param step for one piece of the request to be taken, and for the word that a body may come
 * @param silence between two reads of the answer
 * @param answer for all of the answer
 */
record CallTimes(Duration step, Duration silence, Duration answer) {

  /** Copies and completions of terabytes take minutes; some stores are silent meanwhile. */
  private static final Duration LONG_SILENCE = Duration.ofMinutes(5);

  private static final Duration LONG_ANSWER = Duration.ofMinutes(20);

  static CallTimes of(HttpSettings settings, StoreCall.Kind kind) {
    Duration step = settings.readTimeout();
    Duration deadline = settings.requestDeadline();
    return switch (kind) {
      case UPLOAD -> {
        Duration answer = deadline.compareTo(step) > 0 ? deadline : step;
        yield new CallTimes(step, answer, answer);
      }
      case LONG -> new CallTimes(step, LONG_SILENCE, LONG_ANSWER);
      case REPEATABLE -> new CallTimes(step, step, deadline);
    };
  }
}
