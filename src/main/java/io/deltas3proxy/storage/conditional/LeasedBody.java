package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body whose last bytes are given only under a lock. It is taken when all the rest has passed: a
 * body may take longer than a lock is held, and a slow one is to hold up nobody.
 */
final class LeasedBody extends FilterInputStream {

  /** Takes the lock. */
  @FunctionalInterface
  interface Lock {
    KeyLocks.Lease take() throws StoreException;
  }

  /** Sees whether the write may be, while nobody else writes. */
  @FunctionalInterface
  interface Condition {
    void require() throws StoreException;
  }

  private final Lock lock;
  private final Condition condition;
  private KeyLocks.@Nullable Lease lease;
  private long left;

  LeasedBody(InputStream body, long length, Lock lock, Condition condition) {
    super(body);
    this.left = length;
    this.lock = lock;
    this.condition = condition;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    left -= Math.max(count, 0);
    if (left <= 0) {
      requireLease();
    }
    return count;
  }

  private void requireLease() throws StoreException {
    KeyLocks.Lease taken = lease;
    if (taken == null) {
      taken = lock.take();
      lease = taken;
      condition.require();
    }
    if (!taken.holds()) {
      throw new StoreException.Conflict("the end of the body took longer than a lock is held");
    }
  }

  /** Gives the lock back, if it was taken. */
  void release() {
    KeyLocks.Lease taken = lease;
    if (taken != null) {
      taken.close();
    }
  }

  /** Leaves the lock to its end. */
  void abandon() {
    KeyLocks.Lease taken = lease;
    if (taken != null) {
      taken.abandon();
    }
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("bodies are read from their beginning");
  }
}
