package io.deltas3proxy.app;

import io.deltas3proxy.admin.Change;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.audit.AuditSettings;
import io.deltas3proxy.audit.AuditTrail;
import io.deltas3proxy.audit.JdbcAuditRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final int COPIES_WAITING = 1000;

  private final List<AuditTrail> trails = new ArrayList<>();
  private final ChangeLog lines;
  private final Clock clock;

  /** How long a copy of each line stays in the database; {@code null} without one. */
  private final @Nullable Duration copied;

  private OfflineChanges(Clock clock, @Nullable Duration copied) {
    this.clock = clock;
    this.copied = copied;
    lines = new LoggedChanges(line -> trails.forEach(trail -> trail.add(line)), clock);
  }

  /** Writes nothing. */
  static OfflineChanges none() {
    return new OfflineChanges(Clock.systemUTC(), null);
  }

  /** Opens the file, before anything is changed. */
  static OfflineChanges open(AuditSettings audit, ConfigurationTree source, Clock clock)
      throws ConfigurationException {
    Path file = audit.file().resolveSibling(audit.file().getFileName() + SUFFIX);
    AuditSettings settings =
        new AuditSettings(file, audit.maxFileBytes(), audit.maxFiles(), audit.queue(), null);
    try {
      OfflineChanges changes = new OfflineChanges(clock, audit.keptInDatabase());
      changes.trails.add(open(settings));
      return changes;
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

  /** Copies the lines to the database as well, where the trail of the proxy is copied there. */
  void copyTo(AccountsDatabase database) {
    if (copied != null) {
      JdbcAuditRecords records = new JdbcAuditRecords(database.database());
      trails.add(AuditTrail.in(records, copied, COPIES_WAITING, clock));
    }
  }

  @Override
  public void changed(Change change) {
    lines.changed(change);
  }

  @Override
  public void close() {
    trails.forEach(AuditTrail::close);
  }
}
