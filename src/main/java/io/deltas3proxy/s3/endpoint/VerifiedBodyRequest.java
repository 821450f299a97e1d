package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.signature.Payload;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request whose body is read as it was signed, or not to its end. */
final class VerifiedBodyRequest extends HttpServletRequestWrapper {

  private final Payload payload;
  private @Nullable ServletInputStream body;

  VerifiedBodyRequest(HttpServletRequest request, Payload payload) {
    super(request);
    this.payload = payload;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new Body(payload.open(super.getInputStream()));
    }
    return body;
  }

  /** Nobody needs text, and it would go around the check. */
  @Override
  public BufferedReader getReader() {
    throw new IllegalStateException("bodies are read as bytes");
  }

  @Override
  public long getContentLengthLong() {
    return payload.length() < 0 ? super.getContentLengthLong() : payload.length();
  }

  @Override
  public int getContentLength() {
    long length = getContentLengthLong();
    return length > Integer.MAX_VALUE ? -1 : (int) length;
  }

  /** Blocking reads alone. */
  private static final class Body extends ServletInputStream {
    private final InputStream content;
    private boolean finished;

    Body(InputStream content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      int octet = content.read();
      finished |= octet < 0;
      return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = content.read(target, offset, length);
      finished |= read < 0;
      return read;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("bodies are read by threads that wait");
    }
  }
}
