package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The stream of a caller, of a known length. Its end is seen before its last bytes are given on: a
 * stream that checks what it gives may fail there, and then nothing must be complete.
 */
final class BodySource {

  private final InputStream stream;
  private final long length;
  private long remaining;
  private boolean begun;
  private boolean failed;

  BodySource(InputStream stream, long length) {
    this.stream = stream;
    this.length = length;
    this.remaining = length;
  }

  long length() {
    return length;
  }

  long remaining() {
    return remaining;
  }

  /** Whether the stream was asked for anything. */
  boolean isBegun() {
    return begun;
  }

  /** Whether the stream failed, or is not as long as it should be. */
  boolean hasFailed() {
    return failed;
  }

  /** Sees the end of a stream of no bytes. */
  void endIfEmpty() throws IOException {
    if (length == 0 && !begun) {
      next(new byte[0], 0, 0);
    }
  }

  /**
   * Reads so many bytes, or what is left.
   *
   * @return how many
   */
  int next(byte[] buffer, int offset, int most) throws IOException {
    begun = true;
    try {
      int wanted = (int) Math.min(most, remaining);
      int count = stream.readNBytes(buffer, offset, wanted);
      if (count < wanted) {
        throw incomplete("the body ended " + (remaining - count) + " bytes early");
      }
      remaining -= count;
      if (remaining == 0 && stream.read() >= 0) {
        throw incomplete("the body goes on after " + length + " bytes");
      }
      return count;
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }

  private static StoreException incomplete(String message) {
    return new StoreException.Invalid(StoreException.Invalid.Fault.INCOMPLETE_BODY, message);
  }
}
