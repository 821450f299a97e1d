package io.deltas3proxy.website.cache;

import java.io.IOException;
import java.nio.file.Path;

/** A directory of a cache, opened by this process and no other. */
public final class CacheFiles {

  private final CacheDirectory directory;

  private CacheFiles(CacheDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens a directory, which is made if it is missing.
   *
   * @throws IOException when it cannot be used, or another process uses it
   */
  public static CacheFiles open(Path directory, FileCreation creation) throws IOException {
    return new CacheFiles(CacheDirectory.open(directory, creation));
  }

  CacheDirectory directory() {
    return directory;
  }
}
