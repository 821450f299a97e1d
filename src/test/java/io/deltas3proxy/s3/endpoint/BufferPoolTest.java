package io.deltas3proxy.s3.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class BufferPoolTest {

  private final BufferPool pool = new BufferPool(1, 2);

  @Test
  void aBufferIsUsedAgain() {
    byte[] buffer = pool.take();
    pool.giveBack(buffer);
    assertSame(buffer, pool.take());
  }

  @Test
  void oneMoreIdleBufferThanAllowedIsNotKept() {
    byte[] first = pool.take();
    byte[] second = pool.take();
    pool.giveBack(first);
    pool.giveBack(second);
    assertSame(first, pool.take());
    assertNotSame(second, pool.take());
  }

  @Test
  void buffersAreSmallWhileManyAreInUse() {
    byte[] first = pool.take();
    assertEquals(BufferPool.LARGE_BYTES, first.length);
    assertEquals(BufferPool.LARGE_BYTES, pool.take().length);
    byte[] third = pool.take();
    assertEquals(BufferPool.SMALL_BYTES, third.length);
    pool.giveBack(third);
    pool.giveBack(first);
    assertSame(first, pool.take());
  }

  @Test
  void aDroppedBufferIsNotUsedAgainAndCountsNoLonger() {
    byte[] first = pool.take();
    assertEquals(BufferPool.LARGE_BYTES, pool.take().length);
    pool.drop();
    pool.drop();
    byte[] next = pool.take();
    assertNotSame(first, next);
    assertEquals(BufferPool.LARGE_BYTES, next.length);
  }
}
