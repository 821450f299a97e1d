package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.ServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request as it comes in, counted for the log. */
final class CountedBody extends FilterInputStream {

  private final RequestContext context;

  CountedBody(InputStream body, ServletRequest request) {
    super(body);
    this.context = RequestContext.of(request);
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    context.addBytesReceived(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    context.addBytesReceived(Math.max(0, read));
    return read;
  }
}
