package io.deltas3proxy.delta.view;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file of a view with its bytes, which are in memory or on disk. */
final class RewrittenFile {

  private final long size;
  private final byte @Nullable [] bytes;
  private final @Nullable Path path;

  private RewrittenFile(long size, byte @Nullable [] bytes, @Nullable Path path) {
    this.size = size;
    this.bytes = bytes;
    this.path = path;
  }

  static RewrittenFile inMemory(byte[] bytes) {
    return new RewrittenFile(bytes.length, bytes, null);
  }

  static RewrittenFile onDisk(Path path, long size) {
    return new RewrittenFile(size, null, path);
  }

  long size() {
    return size;
  }

  /** Where it is on disk; {@code null} in memory. */
  @Nullable Path path() {
    return path;
  }

  /** Whether it still has all its bytes. */
  boolean isWhole() {
    Path file = path;
    try {
      return file == null || Files.size(file) == size;
    } catch (IOException e) {
      return false;
    }
  }

  InputStream open(long position) throws IOException {
    byte[] known = bytes;
    Path file = path;
    if (known != null) {
      return new ByteArrayInputStream(known, (int) position, known.length);
    }
    if (file == null) {
      throw new IllegalStateException("neither in memory nor on disk");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      InputStream stream = Channels.newInputStream(channel.position(position));
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }
}
