package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one part of a form. */
final class FormPartStream extends InputStream {

  private static final int PIECE = 8192;

  private final FormInput input;
  private boolean ended;

  FormPartStream(FormInput input) {
    this.input = input;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    // The input goes on behind this part then.
    if (ended) {
      return -1;
    }
    int read = input.read(target, offset, length);
    ended = read < 0;
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] dropped = new byte[PIECE];
    long skipped = 0;
    while (skipped < count) {
      int read = read(dropped, 0, (int) Math.min(PIECE, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }
}
