package io.deltas3proxy.delta;

import java.io.IOException;
import java.io.OutputStream;

/** Seals what is written, block by block. Without {@link #finish} the file stays unreadable. */
final class SealedOutput extends OutputStream {

  private final OutputStream out;
  private final FileSeal seal;
  private final byte[] block = new byte[FileSeal.BLOCK];
  private int filled;

  SealedOutput(OutputStream out, byte[] directoryKey, String name) throws IOException {
    byte[] header = FileSeal.header();
    this.out = out;
    this.seal = new FileSeal(directoryKey, name, header);
    out.write(header);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filled == block.length) {
        out.write(seal.seal(block, filled, false));
        filled = 0;
      }
      int part = Math.min(end - from, block.length - filled);
      System.arraycopy(bytes, from, block, filled, part);
      filled += part;
      from += part;
    }
  }

  /** Writes the last block. */
  void finish() throws IOException {
    out.write(seal.seal(block, filled, true));
    out.flush();
  }
}
