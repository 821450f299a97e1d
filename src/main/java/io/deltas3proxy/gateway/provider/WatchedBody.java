package io.deltas3proxy.gateway.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A body that somebody sends, which may be the reason why a backend gave up. */
final class WatchedBody extends FilterInputStream {

  /** Backends end a conversation in which nothing comes for longer; the fewest wait so long. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private boolean broke;
  private boolean slow;

  WatchedBody(InputStream in, LongSupplier nanoTime) {
    super(in);
    this.nanoTime = nanoTime;
  }

  /** Whether it broke off, or kept the backend waiting. */
  boolean isToBlame() {
    return broke || slow;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long begun = nanoTime.getAsLong();
    boolean good = false;
    try {
      int read = in.read(buffer, offset, length);
      good = true;
      return read;
    } finally {
      broke |= !good;
      slow |= nanoTime.getAsLong() - begun > PATIENCE.toNanos();
    }
  }
}
