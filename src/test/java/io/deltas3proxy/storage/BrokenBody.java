package io.deltas3proxy.storage;

import java.io.IOException;
import java.io.InputStream;

/** A body that does something else after some bytes: it ends, throws, or lets somebody look. */
final class BrokenBody extends InputStream {

  /** What happens instead of the next byte; after it, if it returns, the body goes on. */
  @FunctionalInterface
  interface Break {
    /** Returns whether the body goes on; otherwise it ends here. */
    boolean happens() throws IOException;
  }

  private final byte[] content;
  private final int at;
  private final Break then;
  private int position;
  private boolean broken;
  private boolean ended;

  BrokenBody(byte[] content, int at, Break then) {
    this.content = content;
    this.at = at;
    this.then = then;
  }

  /** Whether it was read until it said that nothing follows. */
  boolean isReadToItsEnd() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == at && !broken) {
      if (!then.happens()) {
        ended = true;
        return -1;
      }
      broken = true;
    }
    int end = broken ? content.length : at;
    if (ended || position == content.length) {
      ended = true;
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(content, position, bytes, offset, count);
    position += count;
    return count;
  }
}
