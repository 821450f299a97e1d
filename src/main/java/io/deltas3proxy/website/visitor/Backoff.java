package io.deltas3proxy.website.visitor;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait between attempts: each time twice as long, and never two processes alike. */
final class Backoff {

  private final QueueSettings settings;
  private long next;

  Backoff(QueueSettings settings) {
    this.settings = settings;
    next = settings.firstPause().toMillis();
  }

  /** Milliseconds until the next attempt. */
  long nextMillis() {
    long most = Math.max(1, Math.min(next, settings.longestPause().toMillis()));
    next = Math.min(most * 2, settings.longestPause().toMillis());
    return most / 2 + ThreadLocalRandom.current().nextLong(most - most / 2 + 1);
  }
}
