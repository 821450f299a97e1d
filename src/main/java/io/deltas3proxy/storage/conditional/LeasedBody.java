package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.storage.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose last byte is given only while a lease holds. */
final class LeasedBody extends FilterInputStream {

  private final KeyLocks.Lease lease;
  private long left;

  LeasedBody(InputStream body, long length, KeyLocks.Lease lease) {
    super(body);
    this.lease = lease;
    this.left = length;
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
    if (left <= 0 && !lease.holds()) {
      throw new StoreException.Conflict("the body took longer than a lock is held");
    }
    return count;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("bodies are read from their beginning");
  }
}
