package io.deltas3proxy.gateway.object;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one body on their way from the one who reads them to several who write them, in a
 * few buffers that are used again and again. One thread fills it; each {@link Reader} belongs to a
 * thread of its own. The slowest reader holds all others back, until it leaves.
 */
final class BodyRing {

  private final byte[][] slots;
  private final int[] lengths;
  private final int slotBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Reader> readers = new ArrayList<>();
  private long filled;
  private boolean ended;
  private boolean woken;
  private @Nullable IOException failure;

  /**
   * Makes an empty one, which takes memory only as it is filled.
   *
   * @param slots buffers, 2 or more
   * @param slotBytes bytes of each
   */
  BodyRing(int slots, int slotBytes) {
    this.slots = new byte[slots][];
    this.lengths = new int[slots];
    this.slotBytes = slotBytes;
  }

  /** One more who gets all bytes from the first; none when the first are gone. */
  Optional<Reader> join() {
    lock.lock();
    try {
      if (filled > slots.length) {
        return Optional.empty();
      }
      Reader reader = new Reader();
      readers.add(reader);
      return Optional.of(reader);
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #join} still gives a reader. */
  boolean isFromStart() {
    lock.lock();
    try {
      return filled <= slots.length;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the slowest reader has left room for another buffer.
   *
   * @return whether there is room; false when the time has passed, or the waiting was {@link #wake
   *     woken}
   */
  boolean awaitRoom(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!hasRoom() && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
      return hasRoom();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return isLastOpen() || readers.stream().allMatch(reader -> filled - reader.slot < slots.length);
  }

  /** Whether the buffer that was begun last takes more: bodies may come in small pieces. */
  private boolean isLastOpen() {
    return filled > 0 && lengths[index(filled - 1)] < slotBytes;
  }

  private int index(long slot) {
    return (int) (slot % slots.length);
  }

  /** Those who leave no room. */
  List<Reader> slowest() {
    lock.lock();
    try {
      return isLastOpen()
          ? List.of()
          : readers.stream().filter(reader -> filled - reader.slot >= slots.length).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the next bytes of a body; there is room.
   *
   * @param body that may take its time, and hold nobody's lock
   * @param seen gets what was read, before any reader does
   * @return whether anything came; false at the end of the body
   */
  boolean fill(InputStream body, Seen seen) throws IOException {
    // Nobody else changes them, and readers look no further than the length that was told.
    boolean further = isLastOpen();
    int index = index(further ? filled - 1 : filled);
    int begun = further ? lengths[index] : 0;
    byte[] slot = slots[index];
    if (slot == null) {
      slot = new byte[slotBytes];
      slots[index] = slot;
    }
    int count = body.read(slot, begun, slotBytes - begun);
    if (count < 0) {
      return false;
    }
    seen.bytes(slot, begun, count);
    if (count > 0) {
      lock.lock();
      try {
        lengths[index] = begun + count;
        filled += further ? 0 : 1;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  /** Gets bytes in passing. */
  @FunctionalInterface
  interface Seen {
    void bytes(byte[] bytes, int offset, int length);
  }

  /** The body has ended well: from now on readers may see its end. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The body is not to be stored: every reader fails with this. */
  void fail(IOException cause) {
    lock.lock();
    try {
      failure = failure == null ? cause : failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends {@link #awaitRoom}, so that whoever waits there looks around. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All bytes of the body for one who writes them. It ends, or fails, as the body does. */
  final class Reader extends InputStream {
    private long slot;
    private int offset;
    private @Nullable IOException dismissed;

    private Reader() {}

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int available = awaitBytes();
      if (available == 0) {
        return -1;
      }
      // Nobody writes again what this reader has not left.
      byte[] source = slots[index(slot)];
      int count = Math.min(length, available);
      System.arraycopy(source, offset, target, start, count);
      advance(count);
      return count;
    }

    /** How many bytes of its buffer are there; 0 at the end of the body. */
    private int awaitBytes() throws IOException {
      lock.lock();
      try {
        while (true) {
          if (dismissed != null) {
            throw dismissed;
          }
          if (failure != null) {
            throw failure;
          }
          int available = slot < filled ? lengths[index(slot)] - offset : 0;
          if (available > 0) {
            return available;
          }
          if (ended) {
            return 0;
          }
          changed.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for a body", e);
      } finally {
        lock.unlock();
      }
    }

    /** One that was dismissed meanwhile may have read what is filled anew. */
    private void advance(int count) throws IOException {
      lock.lock();
      try {
        if (dismissed != null) {
          throw dismissed;
        }
        offset += count;
        // A buffer that is not full is the last one, and gets more.
        if (offset == slotBytes) {
          offset = 0;
          slot++;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Whether any byte was given. */
    boolean isBegun() {
      lock.lock();
      try {
        return slot > 0 || offset > 0;
      } finally {
        lock.unlock();
      }
    }

    /** Ends this reader, whose further reads fail; the others no longer wait for it. */
    void dismiss(String reason) {
      lock.lock();
      try {
        dismissed = dismissed == null ? new IOException(reason) : dismissed;
        readers.remove(this);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      dismiss("the reader is closed");
    }
  }
}
