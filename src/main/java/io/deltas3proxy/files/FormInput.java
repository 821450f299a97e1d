package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a form, and where its delimiters are: looked for from their last byte backwards, so
 * that most bytes are not looked at (Horspool). For one thread.
 */
final class FormInput {

  private static final int BUFFER = 64 * 1024;
  private static final int MOST_PREAMBLE = 8 * 1024;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final InputStream body;
  private final byte[] delimiter;
  private final int[] skips = new int[256];
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  /** From {@link #start} so many bytes are certainly of the part. */
  private int clear;

  /** Whether the delimiter stands at {@link #start} + {@link #clear}. */
  private boolean delimited;

  FormInput(InputStream body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    Arrays.fill(skips, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      skips[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
    }
  }

  /** Passes over what stands before the first delimiter, which may be the very beginning. */
  void begin() throws IOException {
    System.arraycopy(LINE_END, 0, buffer, 0, LINE_END.length);
    end = LINE_END.length;
    byte[] dropped = new byte[1024];
    int before = 0;
    for (int read = read(dropped, 0, dropped.length);
        read >= 0;
        read = read(dropped, 0, dropped.length)) {
      before += read;
      if (before > MOST_PREAMBLE) {
        throw FilesException.unreadable().because("the body does not begin with a form");
      }
    }
  }

  /** Behind a delimiter: whether a part follows, or nothing more. What follows that is read. */
  boolean anotherPart() throws IOException {
    delimited = false;
    clear = 0;
    require(2);
    if (buffer[start] == '-' && buffer[start + 1] == '-') {
      start = end;
      // Whoever holds the body to a hash or a length says so at its end.
      for (int behind = 0; fill(); start = end) {
        behind += end - start;
        if (behind > MOST_PREAMBLE) {
          throw FilesException.unreadable().because("the body goes on behind the form");
        }
      }
      return false;
    }
    if (!line(16).isBlank()) {
      throw FilesException.unreadable().because("a delimiter of the form goes on");
    }
    return true;
  }

  /** A line without its end, each byte one character where it is not UTF-8. */
  String line(int most) throws IOException {
    for (int length = 0; length <= most; length++) {
      require(length + 2);
      if (buffer[start + length] == '\r' && buffer[start + length + 1] == '\n') {
        String line = new String(buffer, start, length, StandardCharsets.UTF_8);
        start += length + 2;
        return line;
      }
    }
    throw FilesException.unreadable().because("a part of the form has too long headers");
  }

  /** Reads of the part; -1 where it ends, and then the delimiter has been passed. */
  int read(byte[] target, int offset, int length) throws IOException {
    while (clear == 0) {
      if (delimited) {
        start += delimiter.length;
        return -1;
      }
      search();
    }
    int count = Math.min(length, clear);
    System.arraycopy(buffer, start, target, offset, count);
    start += count;
    clear -= count;
    return count;
  }

  /** Finds the delimiter, or what cannot belong to it. */
  private void search() throws IOException {
    require(delimiter.length);
    int last = delimiter.length - 1;
    int at = start;
    while (at + last < end) {
      if (buffer[at + last] == delimiter[last]
          && Arrays.equals(buffer, at, at + last, delimiter, 0, last)) {
        clear = at - start;
        delimited = true;
        return;
      }
      at += skips[buffer[at + last] & 0xFF];
    }
    clear = Math.min(at, end) - start;
  }

  private void require(int bytes) throws IOException {
    while (end - start < bytes) {
      if (!fill()) {
        throw FilesException.unreadable().because("the body ends before the form does");
      }
    }
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    int read = body.read(buffer, end, buffer.length - end);
    if (read > 0) {
      end += read;
    }
    return read >= 0;
  }
}
