package io.deltas3proxy.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The private directory of a running process. A lock tells that the process lives; what processes
 * left that were killed is deleted by the next one of the same user, so that restarts do not fill
 * the disk.
 */
final class WorkingDirectory {

  static final String PREFIX = "delta-s3-proxy-";
  static final String LOCK = "in-use";

  /** Never closed here; reachable, lest the collector does it. */
  private static final Queue<FileChannel> LOCKED = new ConcurrentLinkedQueue<>();

  private WorkingDirectory() {}

  /**
   * Makes one that is locked for as long as the process runs.
   *
   * @param parent of all of them
   */
  static Path create(Path parent) throws IOException {
    Path directory = Files.createTempDirectory(parent, PREFIX);
    // Locked first and named then: who finds the name finds the lock.
    Path unnamed = directory.resolve(LOCK + ".new");
    lock(unnamed);
    Files.move(unnamed, directory.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
    deleteAbandoned(parent, directory);
    return directory;
  }

  /** The channel stays open: the system closes it with the process, however that ends. */
  private static void lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    LOCKED.add(channel);
  }

  private static void deleteAbandoned(Path parent, Path own) throws IOException {
    UserPrincipal user = Files.getOwner(own);
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path sibling : siblings) {
        if (!sibling.equals(own) && isAbandoned(sibling, user)) {
          ArchiveLayout.delete(sibling);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Whether it is this user's, and the process that locked it is gone. */
  private static boolean isAbandoned(Path directory, UserPrincipal user) {
    Path lock = directory.resolve(LOCK);
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user)
          || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        return channel.tryLock() != null;
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Deleted meanwhile by another one that starts, or held within this very process.
      return false;
    }
  }
}
