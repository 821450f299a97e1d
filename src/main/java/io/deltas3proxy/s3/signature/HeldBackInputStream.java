package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the last byte of a stream only when the stream has ended well: a reader that knows the
 * length and stops there would else have all of a body whose check, at its end, was still to come.
 * What was refused once stays refused: reading on finds no end that looks well.
 */
final class HeldBackInputStream extends FilterInputStream {

  private static final int NOTHING_READ = -2;
  private static final int END = -1;

  /** The byte that comes next, or why there is none. */
  private int next = NOTHING_READ;

  private @Nullable S3Exception refusal;

  HeldBackInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (refusal != null) {
      throw refusal;
    }
    try {
      return length == 0 ? 0 : heldBack(target, offset, length);
    } catch (S3Exception e) {
      refusal = e;
      throw e;
    }
  }

  private int heldBack(byte[] target, int offset, int length) throws IOException {
    if (next == NOTHING_READ) {
      next = in.read();
    }
    if (next == END) {
      return -1;
    }
    target[offset] = (byte) next;
    int read = length == 1 ? 0 : in.read(target, offset + 1, length - 1);
    if (read < 0) {
      next = END;
      return 1;
    }
    if (read == 0) {
      next = in.read();
      return 1;
    }
    // The last of what was read becomes the one that is held back.
    next = target[offset + read] & 0xFF;
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] dropped = new byte[(int) Math.min(8192, Math.max(0, count))];
    int read = count <= 0 ? 0 : read(dropped, 0, dropped.length);
    return Math.max(0, read);
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
