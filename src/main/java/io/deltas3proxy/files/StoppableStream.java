package io.deltas3proxy.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Breaks off when nobody wants what is read any more. */
final class StoppableStream extends FilterInputStream {

  private final BooleanSupplier stopped;

  StoppableStream(InputStream in, BooleanSupplier stopped) {
    super(in);
    this.stopped = stopped;
  }

  @Override
  public int read() throws IOException {
    check();
    return super.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    check();
    return super.read(target, offset, length);
  }

  private void check() throws IOException {
    if (stopped.getAsBoolean()) {
      throw new IOException("the upload is given up");
    }
  }
}
