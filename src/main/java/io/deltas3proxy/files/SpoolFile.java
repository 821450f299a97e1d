package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of the spool. One thread writes at its end; any number read what is written. */
public final class SpoolFile implements AutoCloseable {

  private final Spool spool;
  private final Path path;
  private final FileChannel channel;
  private volatile long size;

  private SpoolFile(Spool spool, Path path, FileChannel channel, long size) {
    this.spool = spool;
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  static SpoolFile open(Spool spool, Path path, long size) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new SpoolFile(spool, path, channel, size);
  }

  /** In bytes. */
  public long size() {
    return size;
  }

  /**
   * Adds bytes at the end.
   *
   * @throws FilesException when there is no room
   */
  void append(byte[] bytes, int length) {
    spool.reserve(length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    long at = size;
    boolean written = false;
    try {
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      written = true;
    } catch (IOException e) {
      throw Busy.exception().because("the spool cannot be written: " + e.getMessage());
    } finally {
      if (!written) {
        spool.free(length);
      }
    }
    size = at;
  }

  /** Cuts off what is behind a length. */
  void truncate(long length) throws IOException {
    long before = size;
    if (length < before) {
      channel.truncate(length);
      size = length;
      spool.free(before - length);
    }
  }

  /** Returns when what was written outlives the machine's end. */
  void force() throws IOException {
    channel.force(false);
  }

  /** Reads a range of what is written, from its first byte on. */
  InputStream open(long from, long length) {
    return new ChannelStream(channel, from, length);
  }

  /** Deletes the file. */
  void delete() throws IOException {
    close();
    if (Files.deleteIfExists(path)) {
      spool.free(size);
    }
  }

  /** Closes the file and leaves it where it is. */
  @Override
  public void close() throws IOException {
    channel.close();
    spool.closed(path);
  }
}
