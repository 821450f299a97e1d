package io.deltas3proxy.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory of bounded size for bytes that wait for a store. What has a name there stays when the
 * process ends; what has none is deleted at the next start at the latest.
 */
public final class Spool implements AutoCloseable {

  private static final String NAMELESS = "tmp-";
  private static final String NAMED = "job-";
  private static final int ID_CHARACTERS = 36;

  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;
  private final String id;
  private final long mostBytes;
  private final AtomicLong used = new AtomicLong();
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  private Spool(Path directory, FileChannel lock, String id, long mostBytes) {
    this.directory = directory;
    this.lock = lock;
    this.id = id;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens it, and deletes what a process before left without a name.
   *
   * @param mostBytes that all its files may have together
   */
  public static Spool open(Path directory, long mostBytes) throws IOException {
    Files.createDirectories(directory, ownerOnly(directory));
    FileChannel lock = lock(directory);
    boolean opened = false;
    try {
      Spool spool = new Spool(directory, lock, idOf(lock), mostBytes);
      spool.count();
      opened = true;
      return spool;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** What callers upload is for nobody else of this machine. */
  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Two processes would take each other's files for what nobody wants any more. */
  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw new IOException("another proxy of this process uses it", e);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new IOException("another process uses it");
    }
    return channel;
  }

  /** What the spool is called where all instances look: it stays when the process ends. */
  private static String idOf(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(ID_CHARACTERS);
    while (text.hasRemaining() && file.read(text, text.position()) >= 0) {
      // Until it is whole, or there is none yet.
    }
    if (!text.hasRemaining()) {
      return StandardCharsets.US_ASCII.decode(text.flip()).toString();
    }
    String made = UUID.randomUUID().toString();
    file.write(ByteBuffer.wrap(made.getBytes(StandardCharsets.US_ASCII)), 0);
    file.force(true);
    return made;
  }

  private void count() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(NAMELESS)) {
          Files.delete(file);
        } else if (name.startsWith(NAMED)) {
          used.addAndGet(Files.size(file));
        }
      }
    }
  }

  String id() {
    return id;
  }

  /** A new file that is gone when it is closed. */
  SpoolFile nameless() throws IOException {
    return SpoolFile.open(this, Files.createTempFile(directory, NAMELESS, ""), 0);
  }

  /** The file of this name, made if it is not there; it stays when it is closed. */
  SpoolFile named(String name) throws IOException {
    Path file = path(name);
    open.add(name);
    boolean opened = false;
    try {
      SpoolFile made = SpoolFile.open(this, file, Files.exists(file) ? Files.size(file) : 0);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        open.remove(name);
      }
    }
  }

  /** A file was closed. */
  void closed(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(NAMED)) {
      open.remove(name.substring(NAMED.length()));
    }
  }

  /** Whether somebody has the file of this name open. */
  boolean isOpen(String name) {
    return open.contains(name);
  }

  /** Deletes the file of this name, if there is one; who reads it goes on. */
  void delete(String name) throws IOException {
    Path file = path(name);
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (Files.deleteIfExists(file)) {
      free(size);
    }
  }

  /** The same, if nobody has it open. */
  void deleteUnlessOpen(String name) throws IOException {
    if (!isOpen(name)) {
      delete(name);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
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

  /** Bytes that its files may have together. */
  long mostBytes() {
    return mostBytes;
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
