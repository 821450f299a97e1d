package io.deltas3proxy.website.visitor;

import java.nio.file.Path;

/**
 * Where a log of visits is written.
 *
 * @param file that lines are added to; older ones stand beside it with a number
 * @param maxFileBytes size at which a new file begins
 * @param maxFiles that are kept, the current one included; at least 2
 */
public record LogSettings(Path file, long maxFileBytes, int maxFiles) {
  public LogSettings {
    if (maxFileBytes < 1 || maxFiles < 2) {
      throw new IllegalArgumentException("bounds of a log of visits");
    }
  }
}
