package io.deltas3proxy.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many different users were seen in the last minute. Where nobody is verified, clients make up
 * the names, so at most {@value #MOST_USERS} of them are remembered, the latest, each by at most
 * 128 characters.
 */
final class UserWindow {

  static final int MOST_USERS = 10_000;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LONGEST_NAME = 128;

  private final Clock clock;

  /** When each was last seen, the longest ago first. */
  private final Map<String, Instant> lastSeen = new LinkedHashMap<>(64, 0.75f, true);

  UserWindow(Clock clock) {
    this.clock = clock;
  }

  synchronized void see(String user) {
    String name = user.length() > LONGEST_NAME ? user.substring(0, LONGEST_NAME) : user;
    lastSeen.put(name, Instant.now(clock));
    if (lastSeen.size() > MOST_USERS) {
      var oldest = lastSeen.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized int count() {
    Instant start = Instant.now(clock).minus(MINUTE);
    lastSeen.values().removeIf(seen -> !seen.isAfter(start));
    return lastSeen.size();
  }
}
