package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.ServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request as it comes in, counted for the log. That it cannot be read is the client's
 * doing, unlike any other failure to read or write.
 */
final class CountedBody extends FilterInputStream {

  private final RequestContext context;

  CountedBody(InputStream body, ServletRequest request) {
    super(body);
    this.context = RequestContext.of(request);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int read = super.read(target, offset, length);
      context.addBytesReceived(Math.max(0, read));
      return read;
    } catch (IOException e) {
      throw FilesException.unreadable().because(e.toString());
    }
  }
}
