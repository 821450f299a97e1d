package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request as it comes in, counted. It has the length that was said, or breaks off: a
 * client that went away never ends it well.
 */
final class ReceivedBody extends InputStream {

  private final InputStream body;
  private final RequestContext context;
  private long left;

  /**
   * @param length that the body must have, in bytes
   */
  ReceivedBody(InputStream body, long length, RequestContext context) {
    this.body = body;
    this.left = length;
    this.context = context;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int read;
    try {
      read = body.read(target, offset, length);
    } catch (IOException e) {
      throw incomplete("reading the body failed: " + e.getMessage());
    }
    if (read < 0) {
      if (left > 0) {
        throw incomplete("the body lacks " + left + " bytes");
      }
      return read;
    }
    left -= read;
    if (left < 0) {
      throw incomplete("the body is longer than was said");
    }
    context.addBytesReceived(read);
    return read;
  }

  private static S3Exception incomplete(String reason) {
    return new S3Exception(S3ErrorCode.INCOMPLETE_BODY).because(reason);
  }
}
