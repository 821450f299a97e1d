package io.deltas3proxy.app;

import io.deltas3proxy.website.cache.CacheSettings;
import io.deltas3proxy.website.cache.CacheSettings.Space;
import java.nio.file.Path;
import java.time.Duration;

/** Reads {@code website.cache}. */
final class WebsiteCacheParser {

  private static final int DAY_SECONDS = 24 * 3600;
  private static final int MOST_MEGABYTES = 1 << 24;

  private WebsiteCacheParser() {}

  /**
   * Reads it.
   *
   * @param base that a relative directory starts from
   */
  static CacheSettings parse(Section cache, Path base) {
    CacheSettings defaults = CacheSettings.DEFAULTS;
    Space space = Space.DEFAULTS;
    CacheSettings settings =
        new CacheSettings(
            cache.parsed("directory", base::resolve).orElse(null),
            new Space(
                megabytes(cache, "maxMegabytes", MOST_MEGABYTES, space.diskBytes()),
                megabytes(cache, "memoryMegabytes", MOST_MEGABYTES, space.memoryBytes()),
                (int) megabytes(cache, "sliceMegabytes", 64, space.sliceBytes()),
                cache.integer("maxPages", 1, 10_000_000, space.mostPages())),
            seconds(cache, "negativeTtlSeconds", 1, defaults.absence()),
            seconds(cache, "staleWhileRevalidateSeconds", 30, defaults.staleWhileRevalidate()),
            seconds(cache, "staleIfErrorSeconds", 365, defaults.staleIfError()));
    cache.end();
    return settings;
  }

  private static long megabytes(Section cache, String key, int most, long bytes) {
    return (long) cache.integer(key, 1, most, Math.toIntExact(bytes >> 20)) << 20;
  }

  private static Duration seconds(Section cache, String key, int days, Duration otherwise) {
    return cache.seconds(key, 0, days * DAY_SECONDS, otherwise);
  }
}
