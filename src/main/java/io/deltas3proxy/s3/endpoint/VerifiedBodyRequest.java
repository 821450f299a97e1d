package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.signature.Payload;
import io.deltas3proxy.s3.signature.PayloadStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request whose body is read as it was signed, or not to its end. */
final class VerifiedBodyRequest extends HttpServletRequestWrapper {

  private final Payload payload;
  private @Nullable Body body;

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

  /** What the filter of authentication made of a request; {@code null} where it did not. */
  static @Nullable VerifiedBodyRequest of(ServletRequest request) {
    ServletRequest next = request;
    while (next instanceof HttpServletRequestWrapper wrapper) {
      if (wrapper instanceof VerifiedBodyRequest verified) {
        return verified;
      }
      next = wrapper.getRequest();
    }
    return null;
  }

  /** Names of the checksums that follow the body, lower case. */
  Set<String> trailers() {
    return payload instanceof Payload.Chunked chunked ? chunked.trailers() : Set.of();
  }

  /** The verified value of one of them, once the body was read to its end. */
  Optional<String> trailer(String name) {
    return body == null ? Optional.empty() : body.content.trailer(name);
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
    private final PayloadStream content;
    private boolean finished;

    Body(PayloadStream content) {
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
