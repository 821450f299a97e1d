package io.deltas3proxy.gateway.replication;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, so many, and no more. */
final class PartBody extends InputStream {

  private final InputStream whole;
  private long left;

  PartBody(InputStream whole, long length) {
    this.whole = whole;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = whole.read(target, offset, (int) Math.min(length, left));
    if (count > 0) {
      left -= count;
    }
    return count;
  }
}
