package io.deltas3proxy.app;

import io.deltas3proxy.website.cache.CacheFiles;
import io.deltas3proxy.website.cache.FileCreation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the website cache: that which is configured, or one that is deleted at the end.
 * Without any, pages are kept in memory alone: visitors are served in any case.
 */
final class WebsiteCacheFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebsiteCacheFiles.class);

  private final @Nullable CacheFiles files;
  private final @Nullable Path temporary;

  private WebsiteCacheFiles(@Nullable CacheFiles files, @Nullable Path temporary) {
    this.files = files;
    this.temporary = temporary;
  }

  /**
   * Opens it.
   *
   * @param configured {@code null} for one that is made now
   */
  static WebsiteCacheFiles open(@Nullable Path configured) {
    Path made = null;
    try {
      if (configured == null) {
        made = Files.createTempDirectory("delta-s3-proxy-website-");
      }
      Path directory = made == null ? configured : made;
      CacheFiles files =
          directory == null ? null : CacheFiles.open(directory, FileCreation.ON_DISK);
      return new WebsiteCacheFiles(files, made);
    } catch (IOException e) {
      LOG.warn("The website cache keeps nothing on disk: {}", e.toString());
      return new WebsiteCacheFiles(null, made);
    }
  }

  /** {@code null} where nothing can be kept in files. */
  @Nullable CacheFiles files() {
    return files;
  }

  /** After the cache itself was closed. */
  @Override
  public void close() {
    if (temporary != null) {
      try (Stream<Path> all = Files.walk(temporary)) {
        List<Path> inside = all.sorted(Comparator.reverseOrder()).toList();
        for (Path file : inside) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        LOG.warn("What is left of the website cache was not deleted: {}", e.toString());
      }
    }
  }
}
