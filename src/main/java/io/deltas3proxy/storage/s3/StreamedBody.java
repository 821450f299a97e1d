package io.deltas3proxy.storage.s3;

import java.io.IOException;
import java.util.Map;

/** The body of a caller as it is, through one buffer. */
final class StreamedBody implements OutgoingBody {

  static final int BUFFER = 64 * 1024;

  private final BodySource source;

  StreamedBody(BodySource source) {
    this.source = source;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(RequestSigner.BODY_HASH, RequestSigner.UNSIGNED);
  }

  @Override
  public void prepare() throws IOException {
    source.endIfEmpty();
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, source.length())];
    while (source.remaining() > 0) {
      int count = source.next(buffer, 0, buffer.length);
      sink.write(buffer, count, source.remaining() == 0);
    }
  }

  @Override
  public boolean isRepeatable() {
    return !source.isBegun();
  }

  @Override
  public boolean hasFailed() {
    return source.hasFailed();
  }
}
