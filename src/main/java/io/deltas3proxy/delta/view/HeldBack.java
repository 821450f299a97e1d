package io.deltas3proxy.delta.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on, but keeps the last ones, which are changed or left out. */
final class HeldBack extends OutputStream {

  private final OutputStream target;
  private final int count;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  /**
   * @param count bytes to keep, {@code >= 1}; fewer are kept of less
   */
  HeldBack(OutputStream target, int count) {
    this.target = target;
    this.count = count;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (held.size() + length <= 2 * count) {
      held.write(bytes, offset, length);
      return;
    }
    byte[] known = held.toByteArray();
    held.reset();
    int keepOfKnown = Math.max(0, count - length);
    int passed = Math.max(0, known.length - keepOfKnown);
    target.write(known, 0, passed);
    held.write(known, passed, known.length - passed);
    int keep = Math.min(count, length);
    target.write(bytes, offset, length - keep);
    held.write(bytes, offset + length - keep, keep);
  }

  /** The last bytes, exactly the count or all there were; whatever came before is passed on. */
  byte[] held() throws IOException {
    byte[] known = held.toByteArray();
    int passed = Math.max(0, known.length - count);
    target.write(known, 0, passed);
    held.reset();
    held.write(known, passed, known.length - passed);
    return held.toByteArray();
  }
}
