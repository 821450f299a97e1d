package io.deltas3proxy.delta;

import java.io.IOException;
import java.io.InputStream;

/**
 * Opens what {@link SealedOutput} sealed. Only bytes that were found to be whole and in their place
 * are given; a file that was cut is an {@link IOException} before its end.
 */
final class SealedInput extends InputStream {

  private final InputStream in;
  private final FileSeal seal;
  private byte[] ahead;
  private byte[] block = new byte[0];
  private int position;
  private boolean ended;

  SealedInput(InputStream in, byte[] directoryKey, String name) throws IOException {
    this.in = in;
    this.seal = new FileSeal(directoryKey, name, in.readNBytes(FileSeal.HEADER));
    this.ahead = sealedBlock();
  }

  private byte[] sealedBlock() throws IOException {
    return in.readNBytes(FileSeal.BLOCK + FileSeal.TAG);
  }

  /** Opens the next block, if there is one. */
  private boolean advance() throws IOException {
    if (ended) {
      return false;
    }
    byte[] sealed = ahead;
    ahead = sealedBlock();
    boolean last = ahead.length == 0;
    block = seal.open(sealed, sealed.length, last);
    ended = last;
    position = 0;
    return block.length > 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (position == block.length && !advance()) {
      return -1;
    }
    int part = Math.min(length, block.length - position);
    System.arraycopy(block, position, bytes, offset, part);
    position += part;
    return part;
  }
}
