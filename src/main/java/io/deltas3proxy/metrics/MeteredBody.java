package io.deltas3proxy.metrics;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Counts what a store reads of a body, and notes when it read last. */
final class MeteredBody extends FilterInputStream {

  private final LongSupplier nanoTime;
  private long count;
  private long lastNanos;

  MeteredBody(InputStream in, LongSupplier nanoTime) {
    super(in);
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  long count() {
    return count;
  }

  /** When a read returned last; when this was made, as long as none did. */
  long lastNanos() {
    return lastNanos;
  }

  @Override
  public int read() throws IOException {
    int octet = in.read();
    noted(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    noted(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    noted(skipped);
    return skipped;
  }

  private void noted(long bytes) {
    count += bytes;
    lastNanos = nanoTime.getAsLong();
  }
}
