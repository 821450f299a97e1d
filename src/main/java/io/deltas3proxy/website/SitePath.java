package io.deltas3proxy.website;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Paths of requests. They are decoded exactly once (RFC 3986, section 2.1), and what was decoded is
 * both judged and fetched: nothing is normalised.
 */
public final class SitePath {

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  /** What may stand in a path as it is, beside letters and digits. */
  private static final String PLAIN = "-_.~/!$&'()*+,;=:@";

  private SitePath() {}

  /**
   * Decodes the path of a request.
   *
   * @param raw as sent, without its query
   * @return empty for what no site answers: a path that is not absolute, with a broken escape,
   *     bytes that are not UTF-8, control characters, or a segment {@code .} or {@code ..}
   */
  public static Optional<String> decode(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return Optional.empty();
    }
    boolean plain = true;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return Optional.empty();
      }
      plain &= c != '%';
    }
    return (plain ? Optional.of(raw) : unescape(raw)).filter(path -> !hasDots(path));
  }

  private static Optional<String> unescape(String raw) {
    byte[] octets = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int value =
            i + 2 < raw.length() ? hex(raw.charAt(i + 1)) * 16 + hex(raw.charAt(i + 2)) : -1;
        if (value < ' ' || value == 0x7F) {
          return Optional.empty();
        }
        octets[length++] = (byte) value;
        i += 2;
      } else {
        octets[length++] = (byte) c;
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets, 0, length))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Only ASCII digits; what is none makes the value of an escape negative. */
  private static int hex(char c) {
    int digit = c < 0x7F ? Character.digit(c, 16) : -1;
    return digit < 0 ? -1000 : digit;
  }

  /**
   * Whoever takes such segments for directions, backslashes included, would read another object.
   */
  static boolean hasDots(String path) {
    int dot = path.indexOf('.');
    while (dot >= 0) {
      if (dot == 0 || isSeparator(path.charAt(dot - 1))) {
        int end = dot + 1;
        if (end < path.length() && path.charAt(end) == '.') {
          end++;
        }
        if (end == path.length() || isSeparator(path.charAt(end))) {
          return true;
        }
      }
      dot = path.indexOf('.', dot + 1);
    }
    return false;
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == '\\';
  }

  /** A path as a {@code Location} has it: everything that could mean something else is escaped. */
  public static String encode(String path) {
    StringBuilder encoded = new StringBuilder(path.length() + 16);
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return encoded.toString();
  }
}
