package io.deltas3proxy.delta.view;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a commit that go into a view, each with a newline, kept until the whole commit is
 * known: in memory, or in a file once they are many.
 */
final class KeptLines implements AutoCloseable {

  private static final int MOST_IN_MEMORY = 256 << 10;
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final int TRUE_LENGTH = 4;

  private final Path directory;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream fileStream;
  private long length;
  private long[] dataChanges = new long[16];
  private int dataChangeCount;

  /**
   * @param directory where a file may be made
   */
  KeptLines(Path directory) {
    this.directory = directory;
  }

  /**
   * @param dataChange where the literal {@code true} of {@code dataChange} stands in the line, -1
   *     for none
   */
  void add(byte[] line, int dataChange) throws IOException {
    if (dataChange >= 0) {
      if (dataChangeCount == dataChanges.length) {
        dataChanges = Arrays.copyOf(dataChanges, dataChangeCount * 2);
      }
      dataChanges[dataChangeCount++] = length + dataChange;
    }
    OutputStream out = out(line.length + 1);
    out.write(line);
    out.write('\n');
    length += line.length + 1;
  }

  private OutputStream out(int more) throws IOException {
    OutputStream open = fileStream;
    if (open != null) {
      return open;
    }
    if (memory.size() + more <= MOST_IN_MEMORY) {
      return memory;
    }
    Path spooled = Files.createTempFile(directory, "view-commit", ".lines");
    file = spooled;
    OutputStream out = Files.newOutputStream(spooled);
    fileStream = out;
    memory.writeTo(out);
    memory = new ByteArrayOutputStream();
    return out;
  }

  /** Bytes of all lines with their newlines. */
  long length() {
    return length;
  }

  /** How many lines say that they change data. */
  int dataChanges() {
    return dataChangeCount;
  }

  /** Writes all lines; each is one byte longer when it is to say that it changes no data. */
  void writeTo(OutputStream target, boolean withoutDataChange) throws IOException {
    OutputStream open = fileStream;
    if (open != null) {
      open.flush();
    }
    Path spooled = file;
    try (InputStream in =
        spooled == null
            ? new ByteArrayInputStream(memory.toByteArray())
            : new BufferedInputStream(Files.newInputStream(spooled))) {
      long position = 0;
      if (withoutDataChange) {
        for (int i = 0; i < dataChangeCount; i++) {
          copy(in, target, dataChanges[i] - position);
          in.skipNBytes(TRUE_LENGTH);
          target.write(FALSE);
          position = dataChanges[i] + TRUE_LENGTH;
        }
      }
      in.transferTo(target);
    }
  }

  private static void copy(InputStream in, OutputStream out, long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(count, 8192)];
    for (long left = count; left > 0; ) {
      int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
      if (read <= 0) {
        throw new IOException("the kept lines are shorter than they were");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream open = fileStream;
    if (open != null) {
      open.close();
    }
    Path spooled = file;
    if (spooled != null) {
      Files.deleteIfExists(spooled);
    }
  }
}
