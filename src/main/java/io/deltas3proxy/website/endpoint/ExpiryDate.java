package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.HttpDate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes {@code Expires}, once a second for each time to live. */
final class ExpiryDate {

  private record Written(long second, String text) {}

  private final Clock clock;
  private final Map<Duration, Written> last = new ConcurrentHashMap<>();

  ExpiryDate(Clock clock) {
    this.clock = clock;
  }

  /**
   * The date so long ahead.
   *
   * @param ahead one of a few: those of the sites
   */
  String in(Duration ahead) {
    long second = clock.millis() / 1000 + ahead.toSeconds();
    Written written = last.get(ahead);
    if (written == null || written.second() != second) {
      written = new Written(second, HttpDate.format(Instant.ofEpochSecond(second)));
      last.put(ahead, written);
    }
    return written.text();
  }
}
