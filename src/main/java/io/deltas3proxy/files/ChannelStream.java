package io.deltas3proxy.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A range of a file that others may read too. */
final class ChannelStream extends InputStream {

  private final FileChannel channel;
  private long at;
  private long left;

  ChannelStream(FileChannel channel, long from, long length) {
    this.channel = channel;
    this.at = from;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(left, length)), at);
    if (read < 0) {
      throw new EOFException("a file of the spool is shorter than it was");
    }
    at += read;
    left -= read;
    return read;
  }
}
