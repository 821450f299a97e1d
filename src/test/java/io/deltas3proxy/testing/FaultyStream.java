package io.deltas3proxy.testing;

import java.io.IOException;
import java.io.InputStream;

/** A body on its way, to which a fault happens. */
final class FaultyStream extends InputStream {

  private final InputStream body;
  private final FaultyBackend.Plan plan;
  private final long at;
  private long position;

  FaultyStream(InputStream body, FaultyBackend.Plan plan, long length) {
    this.body = body;
    this.plan = plan;
    this.at = plan.at(length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position < at) {
      int count = body.read(target, offset, (int) Math.min(length, at - position));
      position += Math.max(0, count);
      return count;
    }
    return switch (plan.fault()) {
      case RESET, SLOW_DOWN -> throw new IOException("connection reset");
      case END -> -1;
      case CORRUPT -> corrupt(body.read(target, offset, length), target, offset);
      case STALL -> stalled(target, offset, length);
      case ANSWER_LOST, LATE -> body.read(target, offset, length);
    };
  }

  private int corrupt(int count, byte[] target, int offset) {
    if (count > 0 && position == at) {
      target[offset] ^= 1;
    }
    position += Math.max(0, count);
    return count;
  }

  private int stalled(byte[] target, int offset, int length) throws IOException {
    plan.await();
    return body.read(target, offset, length);
  }
}
