package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ReadEvaluator;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is being read. It was opened once; a write in place while it is open is noticed at
 * the latest before the last bytes are given, and fails the read.
 */
final class OpenFile implements ObjectContent {

  private static final int MOST_ATTEMPTS = 5;

  private final Path path;
  private final FileState state;
  private final FileChannel channel;
  private final ReadHead head;
  private final InputStream body;

  private OpenFile(Path path, FileState state, FileChannel channel, ReadHead head) {
    this.path = path;
    this.state = state;
    this.channel = channel;
    this.head = head;
    ByteRange.Resolved range = head.range();
    this.body = new Body(range == null ? 0 : range.first(), head.length());
  }

  /** Opens a path below a root; neither has a symbolic link. */
  static OpenFile open(Path root, Path path, ReadRequest request) throws IOException {
    String key = request.address().key();
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      FileState before = FileState.read(path);
      if (before.kind() != FileState.Kind.FILE) {
        throw Roots.missing(key);
      }
      ReadHead head =
          ReadEvaluator.evaluate(request, before.toInfo(FileHeaders.read(path, before)));
      FileChannel channel = Descent.open(root, path);
      try {
        if (channel.size() == before.size() && FileState.read(path).equals(before)) {
          return new OpenFile(path, before, channel, head);
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
    throw new StoreException.Unavailable(
        "is being written: " + path, new IOException("changed while it was opened"));
  }

  @Override
  public ReadHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A file replaced or deleted meanwhile is still whole behind the open channel. */
  private void requireUnchanged() throws IOException {
    FileState now;
    try {
      now = FileState.read(path);
    } catch (NoSuchFileException e) {
      return;
    }
    if (now.inode() == state.inode() && !now.equals(state)) {
      throw new IOException("changed while it was read: " + path);
    }
  }

  private final class Body extends InputStream {
    private long position;
    private long remaining;

    Body(long position, long remaining) {
      this.position = position;
      this.remaining = remaining;
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
      if (remaining == 0) {
        return -1;
      }
      int wanted = (int) Math.min(length, remaining);
      int count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      if (count < 0) {
        throw new EOFException("shorter than when it was opened: " + path);
      }
      if (count == remaining) {
        requireUnchanged();
      }
      position += count;
      remaining -= count;
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(remaining, Integer.MAX_VALUE);
    }
  }
}
