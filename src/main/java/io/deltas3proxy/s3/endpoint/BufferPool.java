package io.deltas3proxy.s3.endpoint;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps buffers for reuse; never more than a bounded number of idle ones. Never blocks. While many
 * are in use, which means that many clients read slowly, further ones are small: thousands of slow
 * readers must fit the heap, and a large buffer makes none of them faster.
 */
final class BufferPool {

  static final int LARGE_BYTES = 64 * 1024;
  static final int SMALL_BYTES = 8 * 1024;

  private final int mostLarge;
  private final AtomicInteger inUse = new AtomicInteger();
  private final BlockingQueue<byte[]> idle;

  /**
   * @param mostIdle most buffers that are kept while nobody uses them
   * @param mostLarge how many may be in use before further ones are small
   */
  BufferPool(int mostIdle, int mostLarge) {
    this.mostLarge = mostLarge;
    this.idle = new ArrayBlockingQueue<>(mostIdle);
  }

  byte[] take() {
    if (inUse.incrementAndGet() > mostLarge) {
      return new byte[SMALL_BYTES];
    }
    byte[] buffer = idle.poll();
    return buffer == null ? new byte[LARGE_BYTES] : buffer;
  }

  /** Ends the use of a buffer that nobody else holds. */
  void giveBack(byte[] buffer) {
    drop();
    if (buffer.length == LARGE_BYTES) {
      // One that finds no room is left to the garbage collector.
      var unused = idle.offer(buffer);
    }
  }

  /** Ends the use of a buffer that somebody may still hold, so that it is not used again. */
  void drop() {
    inUse.decrementAndGet();
  }
}
