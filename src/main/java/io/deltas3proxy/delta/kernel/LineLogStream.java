package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of lines, read once from its start with one request. A line that is too long is an error,
 * since whoever reads lines holds a whole one in memory.
 */
final class LineLogStream extends SeekableInputStream {

  /** Longest line in bytes; one action with statistics or a schema is a few megabytes at most. */
  static final int LONGEST_LINE = 16 << 20;

  private final String path;
  private final ObjectContent content;
  private final InputStream body;
  private long position;
  private long lineStart;

  LineLogStream(LogFileIO files, String path) throws IOException {
    this.path = path;
    this.content = files.open(path, ReadRequest.whole(files.address(path)));
    this.body = content.body();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = body.read(target, offset, length);
    for (int i = 0; i < count; i++) {
      if (target[offset + i] == '\n') {
        checkLine(position + i);
        lineStart = position + i + 1;
      }
    }
    if (count > 0) {
      position += count;
      checkLine(position);
    }
    return count;
  }

  private void checkLine(long end) throws IOException {
    if (end - lineStart > LONGEST_LINE) {
      throw new IOException(path + " has a line of more than " + LONGEST_LINE + " bytes");
    }
  }

  @Override
  public void readFully(byte[] target, int offset, int length) throws IOException {
    if (readNBytes(target, offset, length) < length) {
      throw new EOFException(path + " ends at " + position);
    }
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void seek(long target) throws IOException {
    if (target < position) {
      throw new IOException(path + " is read from its start to its end");
    }
    skipNBytes(target - position);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
