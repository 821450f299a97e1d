package io.deltas3proxy.website.cache;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the cache as long as it can be used. When it fails it is left alone for some
 * seconds, in which pages are served without it.
 */
final class Disk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final @Nullable CacheDirectory directory;
  private final Clock clock;
  private final CacheCounts counts;
  private volatile long brokenUntil = Long.MIN_VALUE;

  /**
   * Makes it.
   *
   * @param directory {@code null} where nothing is kept in files
   */
  Disk(@Nullable CacheDirectory directory, Clock clock, CacheCounts counts) {
    this.directory = directory;
    this.clock = clock;
    this.counts = counts;
  }

  boolean exists() {
    return directory != null;
  }

  /** Empty while it cannot be used. */
  Optional<CacheDirectory> directory() {
    return clock.millis() < brokenUntil ? Optional.empty() : Optional.ofNullable(directory);
  }

  /** Size of all files. */
  long bytes() {
    return directory == null ? 0 : directory.bytes();
  }

  /** Writes a file, if that can be done. */
  Optional<CacheFile> write(FileHead head, byte[] body) {
    return directory()
        .flatMap(open -> {
          try {
            CacheFile file = open.write(head, body);
            open.confirmed(file, clock.millis());
            return Optional.of(file);
          } catch (IOException e) {
            failed(e);
            return Optional.empty();
          }
        });
  }

  /** Begins a file, if that can be done. */
  Optional<CacheDirectory.Unfinished> begin(FileHead head) {
    return directory()
        .flatMap(open -> {
          try {
            return Optional.of(open.begin(head));
          } catch (IOException e) {
            failed(e);
            return Optional.empty();
          }
        });
  }

  /** Keeps beside a file that the store was asked now. */
  void confirmed(CacheFile file) {
    directory().ifPresent(open -> open.confirmed(file, clock.millis()));
  }

  /** Gives a part its file, in place of any other. */
  void put(Part part, CacheFile file, boolean known) {
    Optional<CacheFile> before = part.in(file, known);
    CacheDirectory open = directory;
    if (open != null) {
      before.ifPresent(open::delete);
    }
  }

  /** Deletes the file of a part, if it has one. */
  void delete(Part part) {
    CacheDirectory open = directory;
    if (open != null) {
      part.detach().ifPresent(open::delete);
    }
  }

  /** Is told that it failed. */
  void failed(IOException e) {
    counts.diskFailures.increment();
    long now = clock.millis();
    if (now >= brokenUntil) {
      LOG.warn(
          "The directory of the website cache fails; it is not used for {} s: {}",
          PAUSE.toSeconds(),
          e.toString());
    }
    brokenUntil = now + PAUSE.toMillis();
  }

  @Override
  public void close() {
    if (directory != null) {
      directory.close();
    }
  }
}
