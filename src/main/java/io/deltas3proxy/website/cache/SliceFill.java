package io.deltas3proxy.website.cache;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A slice that comes from the store into a file, once for all who read it: they follow what is
 * written. How fast they are does not matter to it.
 */
final class SliceFill {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final CacheDirectory.Unfinished file;
  private final OpenFiles.Lease reading;
  private long written;
  private boolean ended;
  private @Nullable IOException failure;
  private int readers;

  SliceFill(CacheDirectory.Unfinished file, OpenFiles files) throws IOException {
    this.file = file;
    this.reading = files.open(file.path());
  }

  /**
   * Brings the slice into its file.
   *
   * @param length of the slice
   * @throws IOException when not all of it is there; readers are told by {@link #end}
   */
  CacheFile bring(InputStream body, int length) throws IOException {
    byte[] buffer = new byte[Math.min(BUFFER_BYTES, Math.max(1, length))];
    long left = length;
    while (left > 0) {
      int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count <= 0) {
        throw new IOException("the body of a slice ended early");
      }
      writeOut(buffer, count);
      left -= count;
    }
    try {
      return file.publish();
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /** What the disk does wrong, told apart from what the store does. */
  static final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super(cause);
    }
  }

  private void writeOut(byte[] buffer, int count) throws DiskException {
    try {
      file.write(buffer, count);
    } catch (IOException e) {
      throw new DiskException(e);
    }
    lock.lock();
    try {
      written += count;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; {@code null} when everything did. */
  void end(@Nullable IOException reason) {
    file.close();
    lock.lock();
    try {
      ended = true;
      failure = reason;
      progress.signalAll();
      closeUnused();
    } finally {
      lock.unlock();
    }
  }

  /** Lets one more follow; not possible when it has ended. */
  boolean join() {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      readers++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      readers--;
      closeUnused();
    } finally {
      lock.unlock();
    }
  }

  private void closeUnused() {
    if (ended && readers == 0) {
      try {
        reading.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }

  /**
   * Reads what is written, and waits where nothing is yet.
   *
   * @param position within the slice
   */
  int read(byte[] target, int offset, int length, long position) throws IOException {
    long there;
    lock.lock();
    try {
      long nanos = LONGEST_WAIT.toNanos();
      while (written <= position && !ended && nanos > 0) {
        nanos = progress.awaitNanos(nanos);
      }
      there = written - position;
      if (there <= 0) {
        throw new IOException("a slice does not come", failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
    return reading.read(target, offset, (int) Math.min(length, there), file.start() + position);
  }
}
