package io.deltas3proxy.s3.endpoint;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Keeps buffers for reuse; never more than a bounded number of idle ones. Never blocks. */
final class BufferPool {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final BlockingQueue<byte[]> idle;

  /**
   * @param mostIdle most buffers that are kept while nobody uses them
   */
  BufferPool(int mostIdle) {
    this.idle = new ArrayBlockingQueue<>(mostIdle);
  }

  byte[] take() {
    byte[] buffer = idle.poll();
    return buffer == null ? new byte[BUFFER_BYTES] : buffer;
  }

  void giveBack(byte[] buffer) {
    // One that finds no room is left to the garbage collector.
    boolean kept = idle.offer(buffer);
    assert kept || idle.remainingCapacity() == 0;
  }
}
