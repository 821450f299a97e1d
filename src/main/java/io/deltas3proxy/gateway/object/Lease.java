package io.deltas3proxy.gateway.object;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.storage.StoreException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a version that is being written for the one who writes it, on one thread. */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final ObjectVersions versions;
  private final Clock clock;
  private final Duration length;
  private final long version;
  private long held;

  /** One that was just taken. */
  Lease(ObjectVersions versions, Clock clock, Duration length, long version) {
    this.versions = versions;
    this.clock = clock;
    this.length = length;
    this.version = version;
    this.held = clock.millis();
  }

  /** Prolongs it when a quarter has passed. While that is not possible, what is left is used. */
  void goOn() throws StoreException {
    long now = clock.millis();
    if (now - held < length.toMillis() / 4) {
      return;
    }
    try {
      if (!versions.extend(version, length)) {
        throw lost();
      }
      held = now;
    } catch (MetadataUnavailableException e) {
      if (now - held >= length.toMillis() / 2) {
        throw lost();
      }
      LOG.warn("The lease of a write was not prolonged: {}", e.getMessage());
    }
  }

  private static StoreException lost() {
    return new StoreException.Unavailable("the write took longer than its lease");
  }
}
