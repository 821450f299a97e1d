package io.deltas3proxy.gateway.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many jobs of this instance are at work, in all and on each backend. A job that finds no room
 * comes back after a time that grows with the number of those that were sent away since the last
 * one found room: so a long queue for one backend is not looked at over and over, and the jobs
 * behind it that are for others come forward.
 */
final class JobLimits {

  private static final long LEAST_MILLIS = 500;
  private static final long MORE_MILLIS = 200;
  private static final long MOST_MILLIS = 30_000;

  /** What a job gives back when it ends. */
  interface Permit {
    void close();
  }

  private final ReplicationSettings settings;
  private final Map<String, Integer> running = new HashMap<>();
  private final Map<String, Integer> sentAway = new HashMap<>();
  private int all;

  JobLimits(ReplicationSettings settings) {
    this.settings = settings;
  }

  /** Room for a job on some backends; empty if there is none now. */
  synchronized Optional<Permit> enter(Set<String> backends) {
    if (all >= settings.workers()) {
      return Optional.empty();
    }
    for (String backend : backends) {
      if (running.getOrDefault(backend, 0) >= settings.limit(backend).jobs()) {
        sentAway.merge(backend, 1, Integer::sum);
        return Optional.empty();
      }
    }
    all++;
    backends.forEach(backend -> running.merge(backend, 1, Integer::sum));
    return Optional.of(() -> leave(backends));
  }

  private synchronized void leave(Set<String> backends) {
    all--;
    for (String backend : backends) {
      if (running.merge(backend, -1, Integer::sum) == 0) {
        running.remove(backend);
        sentAway.remove(backend);
      } else {
        sentAway.computeIfPresent(backend, (name, count) -> Math.max(0, count - 1));
      }
    }
  }

  /** When to come again. */
  synchronized Duration delay(Set<String> backends) {
    int waiting =
        backends.stream().mapToInt(name -> sentAway.getOrDefault(name, 0)).max().orElse(0);
    return Duration.ofMillis(Math.min(MOST_MILLIS, LEAST_MILLIS + waiting * MORE_MILLIS));
  }

  /** Jobs at work. */
  synchronized int running() {
    return all;
  }
}
