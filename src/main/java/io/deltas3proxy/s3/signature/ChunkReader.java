package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines and data of a body in chunks, through a buffer of its own. */
final class ChunkReader {

  private static final int BUFFER_BYTES = 8 * 1024;
  private static final int MOST_LINE_BYTES = 1024;

  private final InputStream body;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  ChunkReader(InputStream body) {
    this.body = body;
  }

  /** A line without the CR LF that ends it; bytes are read as ISO-8859-1. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(96);
    for (int octet = octet(); octet != '\r'; octet = octet()) {
      if (octet == '\n' || line.size() == MOST_LINE_BYTES) {
        throw malformed();
      }
      line.write(octet);
    }
    if (octet() != '\n') {
      throw malformed();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Up to {@code most} bytes of data, at least one. */
  int data(byte[] target, int offset, int most) throws IOException {
    if (at == end) {
      if (most >= BUFFER_BYTES) {
        int read = body.read(target, offset, most);
        if (read < 0) {
          throw incomplete();
        }
        return read;
      }
      fill();
    }
    int count = Math.min(most, end - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    return count;
  }

  /** Whether the body is over. */
  boolean isAtEnd() throws IOException {
    return at == end && body.read() < 0;
  }

  private int octet() throws IOException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xFF;
  }

  private void fill() throws IOException {
    int read = body.read(buffer, 0, BUFFER_BYTES);
    while (read == 0) {
      read = body.read(buffer, 0, BUFFER_BYTES);
    }
    if (read < 0) {
      throw incomplete();
    }
    at = 0;
    end = read;
  }

  static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.INVALID_REQUEST, "The chunks of the body are malformed");
  }

  private static S3Exception incomplete() {
    return new S3Exception(S3ErrorCode.INCOMPLETE_BODY, "The request body terminated unexpectedly");
  }
}
