package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that streams from the store; its connection is free again when all of it has been read.
 */
final class S3ObjectContent implements ObjectContent {

  private final Exchange exchange;
  private final ReadHead head;
  private final Body body;

  S3ObjectContent(Exchange exchange, ReadHead head) throws IOException {
    this.exchange = exchange;
    this.head = head;
    this.body = new Body(exchange.body(), head.length());
    body.finishIfComplete();
  }

  @Override
  public ReadHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    if (body.remaining > 0) {
      exchange.cut();
    }
  }

  /** Exactly the declared bytes, or an exception. */
  private static final class Body extends InputStream {
    private final InputStream source;
    private long remaining;

    Body(InputStream source, long length) {
      this.source = source;
      this.remaining = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (remaining == 0) {
        return -1;
      }
      int count = source.read(bytes, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw new EOFException("the store ended the body " + remaining + " bytes early");
      }
      remaining -= count;
      finishIfComplete();
      return count;
    }

    @Override
    public int available() throws IOException {
      return remaining == 0 ? 0 : source.available();
    }

    /** Closing a stream that is at its end gives the connection back. */
    private void finishIfComplete() throws IOException {
      if (remaining == 0) {
        source.close();
      }
    }
  }
}
