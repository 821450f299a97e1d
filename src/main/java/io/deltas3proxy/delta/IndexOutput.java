package io.deltas3proxy.delta;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the parts of an index that is to be kept outside of memory. */
public final class IndexOutput {

  private static final int BUFFER = 1 << 16;

  private final DataOutputStream out;

  /**
   * @param out stays open
   */
  public IndexOutput(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
  }

  public void number(int value) throws IOException {
    out.writeInt(value);
  }

  public void number(long value) throws IOException {
    out.writeLong(value);
  }

  /** Unit by unit, since not all texts of a log are sound Unicode. */
  public void text(@Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    boolean narrow = text.chars().allMatch(unit -> unit <= 0xff);
    out.writeInt(text.length());
    out.writeBoolean(narrow);
    if (narrow) {
      out.writeBytes(text);
    } else {
      out.writeChars(text);
    }
  }

  /** Passes on what was written so far. */
  public void flush() throws IOException {
    out.flush();
  }
}
