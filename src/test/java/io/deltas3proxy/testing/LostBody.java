package io.deltas3proxy.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a client that goes away after some bytes. */
public final class LostBody extends InputStream {

  private final InputStream begun;

  public LostBody(byte[] bytes, int at) {
    this.begun = new ByteArrayInputStream(bytes, 0, at);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = begun.read(target, offset, length);
    if (count < 0) {
      throw new IOException("the client went away");
    }
    return count;
  }
}
