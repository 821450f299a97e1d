package io.deltas3proxy.website.cache;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the cache. One appears under its name when all of it is written, by a rename; what
 * the end of a process left half is deleted at the next start, and what the end of a machine left
 * is known by its checksums.
 */
final class CacheDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);
  private static final int BUFFER = 64 * 1024;
  private static final String UNFINISHED = "unfinished-";

  private final Path root;
  private final FileCreation creation;
  private final FileChannel lock;
  private final AtomicLong bytes = new AtomicLong();

  private CacheDirectory(Path root, FileCreation creation, FileChannel lock) {
    this.root = root;
    this.creation = creation;
    this.lock = lock;
  }

  /**
   * Opens a directory, which is made if it is missing.
   *
   * @throws IOException when it cannot be used, or another process uses it
   */
  static CacheDirectory open(Path root, FileCreation creation) throws IOException {
    if (!Files.exists(root)) {
      Files.createDirectories(root);
      // There may be pages in it that not everybody may see.
      PosixFileAttributeView view = Files.getFileAttributeView(root, PosixFileAttributeView.class);
      if (view != null) {
        view.setPermissions(PosixFilePermissions.fromString("rwx------"));
      }
    }
    FileChannel lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      LOG.debug("locked by this process", e);
    } finally {
      if (!locked) {
        lock.close();
      }
    }
    if (!locked) {
      throw new IOException("another process uses " + root);
    }
    CacheDirectory directory = new CacheDirectory(root, creation, lock);
    directory.deleteUnfinished();
    return directory;
  }

  private void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, UNFINISHED + "*")) {
      files.forEach(this::remove);
    }
  }

  /** What becomes of a file that was found. */
  enum Use {
    /** It was not known and is used from now on. */
    ADOPTED,
    /** It is used already. */
    KNOWN,
    /** Nobody needs it. */
    UNWANTED
  }

  /** Size of all files, and of those that come. */
  long bytes() {
    return bytes.get();
  }

  /** A file that is being written. */
  final class Unfinished implements AutoCloseable {

    private final FileHead head;
    private final Path path;
    private final OutputStream out;
    private final int start;
    private final long size;
    private final CRC32C crc = new CRC32C();
    private long written;
    private boolean ended;

    private Unfinished(FileHead head) throws IOException {
      this.head = head;
      this.path = root.resolve(UNFINISHED + UUID.randomUUID());
      byte[] encoded = head.encode();
      this.start = encoded.length;
      this.size = FileHead.fileBytes(start, head.length());
      this.out = creation.create(path);
      // It takes its room from now on: many that come at once must not go over it.
      bytes.addAndGet(size);
      try {
        out.write(encoded);
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    Path path() {
      return path;
    }

    /** Position of the page's first byte. */
    int start() {
      return start;
    }

    /** Writes so that who reads the file finds it there. */
    void write(byte[] source, int count) throws IOException {
      out.write(source, 0, count);
      out.flush();
      crc.update(source, 0, count);
      written += count;
    }

    /** Gives the file its name. */
    CacheFile publish() throws IOException {
      if (written != head.length()) {
        throw new IOException("not all of it was written");
      }
      DataOutputStream end = new DataOutputStream(out);
      end.writeInt((int) crc.getValue());
      end.close();
      Path target = target(head.part());
      Files.createDirectories(target.resolveSibling(""));
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      ended = true;
      return new CacheFile(target, start, size);
    }

    /** Deletes what was not published. */
    @Override
    public void close() {
      if (ended) {
        return;
      }
      ended = true;
      bytes.addAndGet(-size);
      try {
        out.close();
      } catch (IOException e) {
        LOG.debug("an unfinished file is not closed", e);
      }
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.debug("an unfinished file is not deleted", e);
      }
    }
  }

  Unfinished begin(FileHead head) throws IOException {
    return new Unfinished(head);
  }

  /** Writes a file at once. */
  CacheFile write(FileHead head, byte[] body) throws IOException {
    try (Unfinished file = begin(head)) {
      file.write(body, body.length);
      return file.publish();
    }
  }

  /** No two files have one name: what is deleted is never what another has just written. */
  private Path target(PartName part) {
    String digest = part.digest();
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return root.resolve(digest.substring(0, 2)).resolve(digest + "." + unique);
  }

  private static boolean isNamed(Path file, PartName part) {
    return String.valueOf(file.getFileName()).startsWith(part.digest() + ".");
  }

  /**
   * Reads the bytes of a page, all of them, and holds them against name and checksum.
   *
   * @throws IOException when they are not what was written
   */
  byte[] read(CacheFile file, PartName expected) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file.path())))) {
      FileHead head = FileHead.decode(in);
      byte[] body = in.readNBytes(head.length());
      if (!head.part().equals(expected)
          || body.length != head.length()
          || in.readInt() != FileHead.checksum(body)) {
        throw new IOException("a file of the cache is damaged");
      }
      return body;
    }
  }

  /** As {@link #read}, without keeping the bytes. */
  void verify(CacheFile file, PartName expected) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file.path()), BUFFER))) {
      FileHead head = FileHead.decode(in);
      CRC32C crc = new CRC32C();
      byte[] buffer = new byte[BUFFER];
      int left = head.length();
      while (left > 0) {
        int count = in.read(buffer, 0, Math.min(left, BUFFER));
        if (count < 0) {
          throw new IOException("a file of the cache is cut");
        }
        crc.update(buffer, 0, count);
        left -= count;
      }
      if (!head.part().equals(expected) || in.readInt() != (int) crc.getValue()) {
        throw new IOException("a file of the cache is damaged");
      }
    }
  }

  /** Deletes a file, once. */
  void delete(CacheFile file) {
    bytes.addAndGet(-file.bytes());
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      LOG.debug("a file of the cache is not deleted", e);
    }
  }

  /** Keeps when the store was asked last, beside the file. */
  void confirmed(CacheFile file, long millis) {
    try {
      Files.setLastModifiedTime(file.path(), FileTime.fromMillis(millis));
    } catch (IOException e) {
      LOG.debug("the time of a file is not kept", e);
    }
  }

  /**
   * Looks at all files, and deletes what is none and what is not wanted.
   *
   * @param found takes the head of each, with the file; its bytes are not looked at
   */
  void scan(BiFunction<FileHead, CacheFile, Use> found) throws IOException {
    try (Stream<Path> files = Files.walk(root, 2)) {
      files
          .filter(file -> !root.equals(file.getParent()) && Files.isRegularFile(file))
          .forEach(file -> look(file, found));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void look(Path file, BiFunction<FileHead, CacheFile, Use> found) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      FileHead head = FileHead.decode(in);
      int start = head.encode().length;
      long size = Files.size(file);
      if (size == FileHead.fileBytes(start, head.length()) && isNamed(file, head.part())) {
        switch (found.apply(head, new CacheFile(file, start, size))) {
          case ADOPTED -> bytes.addAndGet(size);
          case KNOWN -> LOG.trace("{} was written meanwhile", file);
          case UNWANTED -> remove(file);
        }
        return;
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      LOG.debug("{} is not a whole file of the cache", file, e);
    }
    remove(file);
  }

  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", file, e);
    }
  }

  /** When the store was asked last. */
  static long confirmedMillis(CacheFile file) throws IOException {
    return Files.getLastModifiedTime(file.path()).toMillis();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("the lock is not closed", e);
    }
  }
}
