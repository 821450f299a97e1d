package io.deltas3proxy.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private directory of a root, in its file system: what is not whole yet, the parts of uploads,
 * and the files whose locks keep processes apart. It has no keys: see {@link #isReserved}.
 */
final class Staging {

  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final String NAME = ".delta-s3-proxy";
  private static final Duration STALE = Duration.ofDays(1);

  private final Path root;
  private final Path top;
  private final Clock clock;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);
  private final boolean links;
  private final boolean headers;

  /**
   * Makes what is missing, deletes what a process that ended has left, and finds out what the file
   * system can do.
   */
  Staging(Path root, Clock clock) throws IOException {
    this.root = root;
    this.top = root.resolve(NAME);
    this.clock = clock;
    for (Path directory : new Path[] {top, temporary(), uploads(), locks()}) {
      createPrivate(directory);
    }
    OpenDirectory.force(root);
    OpenDirectory.force(top);
    sweep();
    this.links = probe("link", this::tryLink);
    this.headers = probe("attributes", this::tryHeaders);
    if (!links || !headers) {
      LOG.warn(
          "{}: hard links {}, headers {}",
          root,
          links ? "work" : "are missing: only writers that use this proxy exclude each other",
          headers ? "are kept" : "are not kept: no extended attributes");
    }
  }

  /** Whether a name, however its case, is that of such a directory. */
  static boolean isReserved(String name) {
    return name.equalsIgnoreCase(NAME);
  }

  Path root() {
    return root;
  }

  Path temporary() {
    return top.resolve("temporary");
  }

  Path uploads() {
    return top.resolve("uploads");
  }

  Path locks() {
    return top.resolve("locks");
  }

  Instant now() {
    return clock.instant();
  }

  /** A time for one file alone: no two of them have the same, so their tags differ. */
  Instant nextTime() {
    Instant now = now().truncatedTo(ChronoUnit.MICROS);
    return last.updateAndGet(
        before -> now.isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS));
  }

  /** Whether a file can get a second name, in one step and only if there is none. */
  boolean hasLinks() {
    return links;
  }

  /** Whether the file system keeps headers. */
  boolean keepsHeaders() {
    return headers;
  }

  OpenDirectory open(Path directory) throws IOException {
    return OpenDirectory.open(root, directory);
  }

  /** Makes a directory that only this user may enter; one that is there already is taken. */
  void createPrivate(Path directory) throws IOException {
    try {
      if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Deletes the temporary files that nobody has written to for a day. */
  private void sweep() throws IOException {
    Instant oldest = clock.instant().minus(STALE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary());
        OpenDirectory directory = open(temporary())) {
      for (Path file : files) {
        try {
          if (FileState.read(file).modified().isBefore(oldest)) {
            directory.delete(String.valueOf(file.getFileName()));
          }
        } catch (NoSuchFileException e) {
          // Its writer was done with it.
        }
      }
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void on(Path file, Path other) throws IOException;
  }

  private boolean probe(String what, Attempt attempt) throws IOException {
    String name = "probe-" + what + "-" + UUID.randomUUID();
    Path file = temporary().resolve(name);
    Path other = temporary().resolve(name + "-2");
    try (OpenDirectory directory = open(temporary());
        FileChannel channel = directory.create(name)) {
      channel.write(ByteBuffer.wrap(new byte[1]));
      attempt.on(file, other);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{}: no {}", root, what, e);
      return false;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(other);
    }
  }

  private void tryLink(Path file, Path other) throws IOException {
    Files.createLink(other, file);
    if (!Files.isSameFile(other, file)) {
      throw new IOException("a link is another file");
    }
  }

  private void tryHeaders(Path file, Path other) throws IOException {
    FileState state = FileState.read(file);
    Map<String, String> sent = Map.of("content-type", "text/plain");
    FileHeaders.write(file, state, sent);
    if (!FileHeaders.read(file, state).equals(sent)) {
      throw new IOException("attributes are lost");
    }
  }
}
