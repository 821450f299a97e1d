package io.deltas3proxy.app;

import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.audit.AuditTrail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the command line changes beside the audit trail: a running proxy keeps the file of
 * its own locked.
 */
final class OfflineChanges implements ChangeLog, AutoCloseable {

  /** What the name of the file ends with. */
  static final String SUFFIX = ".cli";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;

  private final @Nullable AuditTrail trail;
  private final ChangeLog lines;

  private OfflineChanges(@Nullable AuditTrail trail, ChangeLog lines) {
    this.trail = trail;
    this.lines = lines;
  }

  /** Writes nothing. */
  static OfflineChanges none() {
    return new OfflineChanges(null, change -> {});
  }

  /** Opens the file, before anything is changed. */
  static OfflineChanges open(AuditSettings audit, ConfigurationTree source, Clock clock)
      throws ConfigurationException {
    Path file = audit.file().resolveSibling(audit.file().getFileName() + SUFFIX);
    AuditSettings settings =
        new AuditSettings(file, audit.maxFileBytes(), audit.maxFiles(), audit.queue(), null);
    try {
      AuditTrail trail = open(settings);
      return new OfflineChanges(trail, new LoggedChanges(trail::add, clock));
    } catch (IOException e) {
      KeyPath key = KeyPath.ROOT.child("audit").child("file");
      throw new ConfigurationException(
          List.of(
              new Problem(
                  source.sourceOf(key),
                  key.text(),
                  file + " cannot be written: " + e.getMessage())));
    }
  }

  /** Another command may hold the file for a moment. */
  private static AuditTrail open(AuditSettings settings) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return AuditTrail.open(settings);
      } catch (IOException e) {
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public void changed(Change change) {
    lines.changed(change);
  }

  @Override
  public void close() {
    if (trail != null) {
      trail.close();
    }
  }
}
