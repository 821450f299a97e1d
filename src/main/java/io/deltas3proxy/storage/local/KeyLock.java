package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Only one thread of all processes that use a root changes a key at a time. Keys share some locks:
 * the system gives a file's lock to a process, so the threads of this one queue before it.
 */
final class KeyLock {

  private static final int STRIPES = 256;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final List<ReentrantLock> THREADS =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  private KeyLock() {}

  /** What is done while nobody else changes the key. */
  @FunctionalInterface
  interface Change {
    void make() throws IOException;
  }

  /**
   * Waits for the lock of a file, with no link in its path, twice 20 seconds at most.
   *
   * @throws StoreException.Conflict when others hold it all the time
   */
  static void holding(Staging staging, Path path, Change change) throws IOException {
    int stripe = Math.floorMod(path.toString().hashCode(), STRIPES);
    ReentrantLock threads = THREADS.get(stripe);
    if (!tryFor(threads)) {
      throw new StoreException.Conflict("is being changed: " + path);
    }
    // Closing the file gives its lock back.
    try (FileChannel file = lock(staging.locks().resolve(Integer.toString(stripe)), path)) {
      Objects.requireNonNull(file);
      change.make();
    } finally {
      threads.unlock();
    }
  }

  private static FileChannel lock(Path name, Path path) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    FileChannel file =
        FileChannel.open(
            name, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      await(file, end, path);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static boolean tryFor(ReentrantLock lock) {
    try {
      return lock.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(FileChannel file, long end, Path path) throws IOException {
    @Nullable FileLock lock = file.tryLock();
    while (lock == null) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        throw new StoreException.Conflict("is being changed by another process: " + path);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      lock = file.tryLock();
    }
  }
}
