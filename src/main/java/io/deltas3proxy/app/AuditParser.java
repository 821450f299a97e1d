package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the audit trail goes. */
final class AuditParser {

  private static final int MOST_MEGABYTES = 100_000;
  private static final int MOST_FILES = 10_000;
  private static final int MOST_WAITING = 1_000_000;
  private static final int MOST_DAYS = 3650;
  private static final int USUAL_DAYS = 90;

  private AuditParser() {}

  /**
   * What is said, or {@code null} for no audit trail.
   *
   * @param hasDatabase whether there is one for accounts
   */
  static @Nullable AuditSettings parse(Section audit, Path directory, boolean hasDatabase) {
    Optional<Path> file = audit.parsed("file", directory::resolve);
    long megabytes = audit.integer("maxFileMegabytes", 1, MOST_MEGABYTES, 100);
    int files = audit.integer("maxFiles", 2, MOST_FILES, 10);
    int queue = audit.integer("queue", 1, MOST_WAITING, 10_000);
    boolean database = audit.flag("database", false);
    int days = audit.integer("databaseDays", 1, MOST_DAYS, USUAL_DAYS);
    if (database && !hasDatabase) {
      audit.problem("database", "true needs databaseEnabled");
    }
    if (database && !audit.has("file")) {
      audit.problem("file", "is missing: the trail in the database may lose what the file keeps");
    }
    audit.end();
    Duration kept = database ? Duration.ofDays(days) : null;
    return file.map(path -> new AuditSettings(path, megabytes << 20, files, queue, kept))
        .orElse(null);
  }
}
