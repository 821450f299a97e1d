package io.deltas3proxy.app;

import io.deltas3proxy.audit.AuditSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where the audit trail goes. */
final class AuditParser {

  private static final int MOST_MEGABYTES = 100_000;
  private static final int MOST_FILES = 10_000;
  private static final int MOST_WAITING = 1_000_000;

  private AuditParser() {}

  /** What is said, or {@code null} for no audit trail. */
  static @Nullable AuditSettings parse(Section audit, Path directory) {
    Optional<Path> file = audit.parsed("file", directory::resolve);
    long megabytes = audit.integer("maxFileMegabytes", 1, MOST_MEGABYTES, 100);
    int files = audit.integer("maxFiles", 2, MOST_FILES, 10);
    int queue = audit.integer("queue", 1, MOST_WAITING, 10_000);
    if (audit.flag("database", false)) {
      audit.problem("database", "true is not available in this version; give file");
    }
    audit.end();
    return file.map(path -> new AuditSettings(path, megabytes << 20, files, queue)).orElse(null);
  }
}
