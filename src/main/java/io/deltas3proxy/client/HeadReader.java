package io.deltas3proxy.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads beginnings of messages (RFC 9112, sections 2 to 5), strictly: nothing can mean two things.
 */
final class HeadReader {

  /** Most bytes of one. */
  static final int MOST = 64 * 1024;

  /** Example: {@code Range: bytes=0-1}. */
  private static final Pattern FIELD =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\x00-\\x08\\x0a-\\x1f\\x7f]*?)[ \\t]*");

  private HeadReader() {}

  /**
   * @return {@code null} if the connection ended before the first byte
   * @throws MalformedMessageException if it is not one, or too long
   */
  static @Nullable Head read(InputStream in) throws IOException {
    String start = line(in, MOST);
    while (start != null && start.isEmpty()) {
      // RFC 9112, section 2.2: some clients send an empty line after a body.
      start = line(in, MOST);
    }
    if (start == null) {
      return null;
    }
    int left = MOST - start.length();
    List<Head.Field> fields = new ArrayList<>();
    while (true) {
      String line = line(in, left);
      if (line == null) {
        throw new MalformedMessageException("the connection ended within the headers");
      }
      if (line.isEmpty()) {
        return new Head(start, fields);
      }
      left -= line.length() + 2;
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new MalformedMessageException("not a header");
      }
      fields.add(new Head.Field(field.group(1), field.group(2)));
    }
  }

  /** A line without its end; {@code null} if there is not a byte of one. */
  static @Nullable String line(InputStream in, int most) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int next = in.read();
      if (next < 0) {
        if (line.isEmpty()) {
          return null;
        }
        throw new MalformedMessageException("the connection ended within a line");
      }
      if (next == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
            ? line.substring(0, end - 1)
            : line.toString();
      }
      if (line.length() >= most) {
        throw new MalformedMessageException("headers of more than " + MOST + " bytes");
      }
      line.append((char) next);
    }
  }

  static byte[] bytes(Head head) {
    return head.text().getBytes(StandardCharsets.ISO_8859_1);
  }
}
