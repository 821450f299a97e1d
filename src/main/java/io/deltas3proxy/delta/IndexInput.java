package io.deltas3proxy.delta;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IndexOutput} wrote. Whatever does not fit is an {@link IOException}. */
public final class IndexInput {

  private static final int BUFFER = 1 << 16;
  private static final int STEP = 1 << 16;

  private final DataInputStream in;

  public IndexInput(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
  }

  public int number() throws IOException {
    return in.readInt();
  }

  public long longNumber() throws IOException {
    return in.readLong();
  }

  /**
   * A number of things that follow.
   *
   * @param most as many as there can be
   */
  public int count(int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("a count of " + count);
    }
    return count;
  }

  public @Nullable String optionalText() throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0) {
      throw new IOException("a text of " + length + " units");
    }
    boolean narrow = in.readBoolean();
    StringBuilder text = new StringBuilder(Math.min(length, STEP));
    while (text.length() < length) {
      text.append(narrow ? (char) in.readUnsignedByte() : in.readChar());
    }
    return text.toString();
  }

  public String text() throws IOException {
    String text = optionalText();
    if (text == null) {
      throw new IOException("a text is missing");
    }
    return text;
  }

  /** Holds that nothing is left. */
  public void end() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("more follows than an index has");
    }
  }
}
