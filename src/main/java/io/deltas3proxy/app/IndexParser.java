package io.deltas3proxy.app;

import io.deltas3proxy.delta.kernel.IndexSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads how the indexes of tables are kept. */
final class IndexParser {

  private static final int DAY_SECONDS = 86_400;
  private static final int MOST_MEGABYTES = 10_000_000;
  private static final int LEAST_MEGABYTES_BY_DEFAULT = 64;

  private IndexParser() {}

  static IndexSettings parse(Section index) {
    Duration refreshInterval =
        index.millis("refreshIntervalMillis", 1, 60_000, Duration.ofMillis(250));
    Duration maxAge = index.seconds("maxAgeSeconds", 1, 3600, Duration.ofSeconds(10));
    if (maxAge.compareTo(refreshInterval) < 0) {
      index.problem(
          "maxAgeSeconds",
          "must not be less than refreshIntervalMillis, which is " + refreshInterval.toMillis());
      maxAge = refreshInterval;
    }
    return new IndexSettings(
        (long) index.integer("memoryMegabytes", 1, MOST_MEGABYTES, defaultMegabytes()) << 20,
        index.seconds("idleSeconds", 1, 30 * DAY_SECONDS, Duration.ofDays(1)),
        refreshInterval,
        maxAge,
        index.seconds("loadTimeoutSeconds", 1, 3600, Duration.ofMinutes(1)),
        Duration.ofHours(index.integer("tombstoneRetentionHours", 0, 24 * 3650, 24 * 7)));
  }

  /** Two fifths of the heap: reading logs and serving requests take the rest. */
  private static int defaultMegabytes() {
    long megabytes = (Runtime.getRuntime().maxMemory() >> 20) * 2 / 5;
    return Math.clamp(megabytes, LEAST_MEGABYTES_BY_DEFAULT, MOST_MEGABYTES);
  }

  /**
   * Where files of indexes are, and how large they may be; empty for none.
   *
   * @param directory that relative paths start from
   */
  static Optional<IndexFiles> files(Section index, Path directory) {
    Optional<Path> given = index.parsed("directory", directory::resolve);
    long megabytes = index.integer("directoryMegabytes", 1, MOST_MEGABYTES, 10_240);
    return given.map(path -> new IndexFiles(path.resolve("indexes"), megabytes << 20));
  }
}
