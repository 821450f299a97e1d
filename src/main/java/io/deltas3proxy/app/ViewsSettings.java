package io.deltas3proxy.app;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the views of filtered tables are kept.
 *
 * @param directory of this process alone; {@code null} for one that is made at the start and
 *     deleted at the end
 * @param heapBytes most bytes of rewritten files in memory
 * @param diskBytes most bytes of rewritten files in the directory
 * @param builders large files that are rewritten at the same time
 * @param buildTimeout longest wait for a file that another request is rewriting
 */
record ViewsSettings(
    @Nullable Path directory, long heapBytes, long diskBytes, int builders, Duration buildTimeout) {

  static ViewsSettings parse(Section views, Path base) {
    ViewsSettings settings =
        new ViewsSettings(
            views.parsed("directory", base::resolve).orElse(null),
            megabytes(views.integer("heapMegabytes", 0, 1 << 20, 64)),
            megabytes(views.integer("diskMegabytes", 1, Integer.MAX_VALUE, 8192)),
            views.integer("builders", 1, 1000, 2),
            views.seconds("buildTimeoutSeconds", 1, 3600, Duration.ofMinutes(1)));
    views.end();
    return settings;
  }

  private static long megabytes(int count) {
    return (long) count << 20;
  }
}
