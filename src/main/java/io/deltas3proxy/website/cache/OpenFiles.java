package io.deltas3proxy.website.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are read now: one descriptor for all readers of one, and a bounded number of files.
 */
final class OpenFiles {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Shared> open = new HashMap<>();

  OpenFiles(int most) {
    this.most = most;
  }

  /** One reader's use of a file. */
  final class Lease implements AutoCloseable {

    private final Path path;
    private final Shared shared;
    private boolean closed;

    private Lease(Path path, Shared shared) {
      this.path = path;
      this.shared = shared;
    }

    /** Reads at least one byte from a position, or -1 at the end of the file. */
    int read(byte[] target, int offset, int length, long position) throws IOException {
      return shared.channel.read(ByteBuffer.wrap(target, offset, length), position);
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      lock.lock();
      try {
        if (--shared.readers == 0) {
          open.remove(path, shared);
          shared.channel.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class Shared {
    private final FileChannel channel;
    private int readers;

    private Shared(FileChannel channel) {
      this.channel = channel;
    }
  }

  /**
   * Opens a file, or shares it with those who read it already.
   *
   * @throws IOException also when too many are open
   */
  Lease open(Path path) throws IOException {
    lock.lock();
    try {
      Shared shared = open.get(path);
      if (shared == null || !shared.channel.isOpen()) {
        if (open.size() >= most) {
          throw new IOException("too many files of the cache are read");
        }
        shared = new Shared(FileChannel.open(path, StandardOpenOption.READ));
        open.put(path, shared);
      }
      shared.readers++;
      return new Lease(path, shared);
    } finally {
      lock.unlock();
    }
  }

  /** How many descriptors are open. */
  int count() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }
}
