package io.deltas3proxy.delta.action;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a commit, one in memory at a time. */
public final class CommitLines {

  /** Longest line in bytes; one action with statistics or a schema is a few megabytes at most. */
  public static final int LONGEST_LINE = 16 << 20;

  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private long bytes;
  private boolean endedWithNewline = true;

  public CommitLines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line without its newline; {@code null} at the end.
   *
   * @throws MalformedCommitException if it is too long
   */
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (position == limit && !fill()) {
        if (line.size() == 0) {
          return null;
        }
        endedWithNewline = false;
        return line.toByteArray();
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, position, end - position);
      if (line.size() > LONGEST_LINE) {
        throw new MalformedCommitException("a line of more than " + LONGEST_LINE + " bytes");
      }
      position = end;
      if (end < limit) {
        position++;
        return line.toByteArray();
      }
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    bytes += limit;
    return count > 0;
  }

  /** Bytes read so far. */
  public long bytes() {
    return bytes;
  }

  /** After the end: whether the last line had a newline; also true of an empty commit. */
  public boolean endedWithNewline() {
    return endedWithNewline;
  }
}
