package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an object that is read to be stored elsewhere: whole, or it breaks off. */
final class SourceBody extends InputStream {

  private final InputStream body;
  private long left;

  /**
   * @param content stays open: whoever opened it closes it
   */
  SourceBody(ObjectContent content) {
    this.body = content.body();
    this.left = content.head().length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 || length == 0) {
      return left == 0 ? -1 : 0;
    }
    int read;
    try {
      read = body.read(target, offset, (int) Math.min(length, left));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException.Unavailable("the body of the source broke off", e);
    }
    if (read < 0) {
      throw new StoreException.Unavailable("the body of the source ended early");
    }
    left -= read;
    return read;
  }
}
