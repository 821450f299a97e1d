package io.deltas3proxy.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit trail goes.
 *
 * @param file that lines are added to; older ones stand beside it with a number
 * @param maxFileBytes size at which a new file begins
 * @param maxFiles that are kept, the current one included; at least 2
 * @param queue lines that may wait to be written
 * @param keptInDatabase how long rows stay in the database; {@code null} when none go there
 */
public record AuditSettings(
    Path file, long maxFileBytes, int maxFiles, int queue, @Nullable Duration keptInDatabase) {
  public AuditSettings {
    if (maxFileBytes < 1 || maxFiles < 2 || queue < 1) {
      throw new IllegalArgumentException("bounds of the audit trail");
    }
  }
}
