package io.deltas3proxy.files;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all uploads together: a bounded number of blocks, made when they are first needed
 * and used again. Nobody waits here.
 */
public final class BlockPool {

  /** Small enough that no garbage collector takes a block for huge. */
  static final int BLOCK_BYTES = 256 * 1024;

  private final int most;
  private final AtomicInteger used = new AtomicInteger();
  private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /**
   * Makes it.
   *
   * @param bytes of memory at most
   */
  public BlockPool(long bytes) {
    most = (int) Math.max(1, bytes / BLOCK_BYTES);
  }

  /** A block, or {@code null} when all are in use. */
  byte @Nullable [] take() {
    if (used.incrementAndGet() > most) {
      used.decrementAndGet();
      return null;
    }
    byte[] block = idle.poll();
    return block == null ? new byte[BLOCK_BYTES] : block;
  }

  /** Gives back a block that nobody reads any more. */
  void give(byte[] block) {
    idle.add(block);
    used.decrementAndGet();
  }

  /** Bytes that are in use now. */
  public long usedBytes() {
    return (long) used.get() * BLOCK_BYTES;
  }
}
