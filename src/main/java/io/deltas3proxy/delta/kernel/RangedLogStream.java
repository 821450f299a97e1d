package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;

/**
 * A file that is read here and there: a large read is one request of just that range, small ones
 * are served from a buffer that is filled ahead.
 */
final class RangedLogStream extends SeekableInputStream {

  /** Bytes read ahead for small reads: more than a usual Parquet footer. */
  private static final int BUFFER = 256 << 10;

  private final LogFileIO files;
  private final String path;
  private final long length;
  private byte[] buffer = {};
  private long bufferStart;
  private long position;

  RangedLogStream(LogFileIO files, String path, long length) {
    this.files = files;
    this.path = path;
    this.length = length;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < 0 || target > length) {
      throw new EOFException(path + " has " + length + " bytes, not " + target);
    }
    position = target;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) throws IOException {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    int count = (int) Math.min(wanted, length - position);
    if (count <= 0) {
      return wanted == 0 ? 0 : -1;
    }
    long ahead = position - bufferStart;
    if (ahead >= 0 && ahead < buffer.length) {
      count = (int) Math.min(count, buffer.length - ahead);
      System.arraycopy(buffer, (int) ahead, target, offset, count);
    } else if (count >= BUFFER) {
      fetch(position, target, offset, count);
    } else {
      // A read near the end is that of the footer: take what is before it too.
      long start = Math.max(0, Math.min(position, length - BUFFER));
      byte[] filled = new byte[(int) Math.min(BUFFER, length - start)];
      fetch(start, filled, 0, filled.length);
      buffer = filled;
      bufferStart = start;
      System.arraycopy(buffer, (int) (position - start), target, offset, count);
    }
    position += count;
    return count;
  }

  @Override
  public void readFully(byte[] target, int offset, int wanted) throws IOException {
    if (readNBytes(target, offset, wanted) < wanted) {
      throw new EOFException(path + " ends at " + length);
    }
  }

  private void fetch(long start, byte[] target, int offset, int count) throws IOException {
    ByteRange range = new ByteRange.Bounded(start, start + count - 1);
    try (ObjectContent content = files.open(path, ReadRequest.range(files.address(path), range))) {
      if (content.body().readNBytes(target, offset, count) < count) {
        throw new EOFException(path + " is shorter than listed");
      }
    }
  }
}
