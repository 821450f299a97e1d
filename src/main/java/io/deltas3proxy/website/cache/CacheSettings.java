package io.deltas3proxy.website.cache;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much is kept of pages, and for how long.
 *
 * @param directory of this process alone; {@code null} to keep pages in memory only
 * @param space how much room there is
 * @param absence for how long it is believed that a page is not there
 * @param staleWhileRevalidate for how long after its time a page is given while the store is asked
 * @param staleIfError for how long after its time a page is given when the store fails
 */
public record CacheSettings(
    @Nullable Path directory,
    Space space,
    Duration absence,
    Duration staleWhileRevalidate,
    Duration staleIfError) {

  /**
   * Room for pages.
   *
   * @param diskBytes most bytes of all files
   * @param memoryBytes most bytes of pages in memory
   * @param sliceBytes larger pages are read and kept in slices of this many bytes
   * @param mostPages most pages, and most names that are known not to be there
   */
  public record Space(long diskBytes, long memoryBytes, int sliceBytes, int mostPages) {

    /** Pages up to this size are kept in memory: twice as much as a buffer for sending. */
    static final int SMALL_BYTES = 128 << 10;

    public static final Space DEFAULTS = new Space(1L << 30, 64L << 20, 8 << 20, 100_000);

    public Space {
      if (diskBytes < 0 || memoryBytes < 0 || sliceBytes < 1 || mostPages < 1) {
        throw new IllegalArgumentException("a cache needs room");
      }
    }

    /** Larger pages are not kept, but read from the store each time. */
    long largestPage(boolean disk) {
      return disk ? Math.max(diskBytes / 2, smallest()) : smallest();
    }

    private long smallest() {
      return Math.min(SMALL_BYTES, sliceBytes);
    }

    /** Whether a page is kept in memory and not in slices. */
    boolean isSmall(long size) {
      return size <= smallest();
    }
  }

  /** In memory only, five minutes old at most. */
  public static final CacheSettings DEFAULTS =
      new CacheSettings(
          null, Space.DEFAULTS, Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofDays(1));
}
