package io.deltas3proxy.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory of bounded size for bytes that wait for a store. What has a name there stays when the
 * process ends; what has none is deleted at the next start at the latest.
 */
public final class Spool {

  private static final String NAMELESS = "tmp-";
  private static final String NAMED = "job-";

  private final Path directory;
  private final long mostBytes;
  private final AtomicLong used = new AtomicLong();

  private Spool(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens it, and deletes what a process before left without a name.
   *
   * @param mostBytes that all its files may have together
   */
  public static Spool open(Path directory, long mostBytes) throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, mostBytes);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(NAMELESS)) {
          Files.delete(file);
        } else if (name.startsWith(NAMED)) {
          spool.used.addAndGet(Files.size(file));
        }
      }
    }
    return spool;
  }

  /** A new file that is gone when it is closed. */
  SpoolFile nameless() throws IOException {
    return SpoolFile.open(this, Files.createTempFile(directory, NAMELESS, ""), 0);
  }

  /** The file of this name, made if it is not there; it stays when it is closed. */
  SpoolFile named(String name) throws IOException {
    Path file = path(name);
    return SpoolFile.open(this, file, Files.exists(file) ? Files.size(file) : 0);
  }

  boolean has(String name) {
    return Files.exists(path(name));
  }

  private Path path(String name) {
    return directory.resolve(NAMED + name);
  }

  /**
   * Counts bytes that are about to be written.
   *
   * @throws FilesException when there is no room
   */
  void reserve(long bytes) {
    if (used.addAndGet(bytes) > mostBytes) {
      used.addAndGet(-bytes);
      throw Busy.exception().because("files.spoolMegabytes is used up");
    }
  }

  void free(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes that its files have now. */
  public long usedBytes() {
    return used.get();
  }

  /** The names of the files that have one. */
  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(NAMED))
          .map(name -> name.substring(NAMED.length()))
          .toList();
    }
  }
}
