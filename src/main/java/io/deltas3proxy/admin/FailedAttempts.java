package io.deltas3proxy.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens by client address, so that nobody tries many. */
final class FailedAttempts {

  /** Most failures of one address within {@link #WINDOW}. */
  static final int MOST = 10;

  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  private record Failures(Instant since, int count) {}

  private final Clock clock;

  /** The eldest leave first. */
  private final Map<String, Failures> byAddress = new LinkedHashMap<>();

  FailedAttempts(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean tooMany(String address) {
    Failures failures = byAddress.get(address);
    return failures != null && isRecent(failures) && failures.count() >= MOST;
  }

  synchronized void add(String address) {
    Failures before = byAddress.get(address);
    if (before != null && isRecent(before)) {
      byAddress.put(address, new Failures(before.since(), before.count() + 1));
      return;
    }
    byAddress.remove(address);
    if (byAddress.size() >= MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    byAddress.put(address, new Failures(clock.instant(), 1));
  }

  private boolean isRecent(Failures failures) {
    return clock.instant().isBefore(failures.since().plus(WINDOW));
  }
}
