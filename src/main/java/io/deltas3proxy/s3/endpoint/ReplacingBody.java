package io.deltas3proxy.s3.endpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that replaces an uncommitted file of the caller's. Its last bytes are given only if the
 * file is that still: while a body is on its way the file may be committed, or be deleted and
 * stored by somebody else.
 */
final class ReplacingBody extends FilterInputStream {

  private final WritableObject object;
  private long left;
  private boolean judged;

  /**
   * @param length of the body, in bytes
   */
  ReplacingBody(InputStream body, long length, WritableObject object) {
    super(body);
    this.object = object;
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
    if (left <= 0 && !judged) {
      object.requireStillOwn();
      judged = true;
    }
    return count;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("bodies are read from their beginning");
  }
}
