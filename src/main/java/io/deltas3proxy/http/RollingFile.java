package io.deltas3proxy.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only grows, up to a size; then it gets the number 1, those with numbers get the next,
 * and a new one begins. It is locked: two processes would tear each other's lines. Used by one
 * thread.
 */
public final class RollingFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RollingFile.class);

  private final Path file;
  private final long maxFileBytes;
  private final int maxFiles;
  private @Nullable FileChannel channel;

  /** Length up to which the file has whole lines. */
  private long good;

  private RollingFile(Path file, long maxFileBytes, int maxFiles) {
    this.file = file;
    this.maxFileBytes = maxFileBytes;
    this.maxFiles = maxFiles;
  }

  /**
   * Opens the file, made if it is missing.
   *
   * @param maxFileBytes size at which a new file begins
   * @param maxFiles that are kept, the current one included; at least 2
   */
  public static RollingFile open(Path file, long maxFileBytes, int maxFiles) throws IOException {
    RollingFile opened = new RollingFile(file, maxFileBytes, maxFiles);
    opened.channel();
    return opened;
  }

  private FileChannel channel() throws IOException {
    FileChannel known = channel;
    if (known != null) {
      return known;
    }
    FileChannel opened =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            permissions());
    boolean ready = false;
    try {
      lock(opened);
      good = opened.size();
      endLastLine(opened);
      ready = true;
    } finally {
      if (!ready) {
        opened.close();
      }
    }
    channel = opened;
    return opened;
  }

  /** It tells who reads what: for the owner, and a group that collects logs. */
  private static FileAttribute<?>[] permissions() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
        }
        : new FileAttribute<?>[0];
  }

  private static void lock(FileChannel opened) throws IOException {
    try {
      if (opened.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("is written by another proxy in this process", e);
    }
    throw new IOException("is written by another process");
  }

  /** A process that was killed may have left half a line. */
  private void endLastLine(FileChannel opened) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    if (good > 0 && opened.read(last, good - 1) == 1 && last.get(0) != '\n') {
      opened.write(ByteBuffer.wrap(new byte[] {'\n'}), good);
      good++;
    }
  }

  /**
   * Adds some lines, all or none: after a failure the same lines may be given again.
   *
   * @param texts without line feeds
   */
  public void append(List<String> texts) throws IOException {
    byte[] lines = (String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8);
    channel();
    if (good > 0 && good + lines.length > maxFileBytes) {
      roll();
    }
    FileChannel open = channel();
    ByteBuffer left = ByteBuffer.wrap(lines);
    boolean whole = false;
    try {
      long at = good;
      while (left.hasRemaining()) {
        at += open.write(left, at);
      }
      good += lines.length;
      whole = true;
    } finally {
      if (!whole) {
        // What was written of these lines is written again.
        open.truncate(good);
      }
    }
  }

  private void roll() throws IOException {
    close();
    try {
      Files.deleteIfExists(numbered(maxFiles - 1));
      for (int number = maxFiles - 2; number >= 1; number--) {
        if (Files.exists(numbered(number))) {
          Files.move(numbered(number), numbered(number + 1), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      Files.move(file, numbered(1), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("The file {} grows on, since no new one can be begun", file, e);
    }
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try (open) {
        open.force(true);
      }
    }
  }
}
