package io.deltas3proxy.s3.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding (RFC 3986, section 2.1), decoded strictly: a broken escape, bytes that are not
 * UTF-8, NUL, and characters that may not stand in a target are {@link S3ErrorCode#INVALID_URI}.
 */
public final class PercentCoding {

  private static final String UNRESERVED = "-_.~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentCoding() {}

  /** Decodes once; {@code +} means itself, as in a path. */
  public static String decodePath(String raw) {
    return decode(raw, false);
  }

  /** Decodes once; {@code +} means a space, as in a query. */
  public static String decodeQuery(String raw) {
    return decode(raw, true);
  }

  /** As listings do with {@code encoding-type=url}: all but unreserved characters and slashes. */
  public static String encodeKey(String key) {
    return encode(key, true);
  }

  /** All but unreserved characters: as Signature Version 4 writes names and values of a query. */
  public static String encodeComponent(String text) {
    return encode(text, false);
  }

  private static String encode(String text, boolean keepSlash) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if ((c == '/' && keepSlash) || isAlphanumeric(c) || UNRESERVED.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return encoded.toString();
  }

  private static String decode(String raw, boolean plusIsSpace) {
    byte[] octets = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        throw new S3Exception(S3ErrorCode.INVALID_URI);
      }
      if (c == '%') {
        octets[length++] = (byte) escaped(raw, i);
        i += 2;
      } else {
        octets[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets, 0, length))
              .toString();
      if (decoded.indexOf('\0') >= 0) {
        throw new S3Exception(S3ErrorCode.INVALID_URI);
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
  }

  private static int escaped(String raw, int percent) {
    if (percent + 2 >= raw.length()) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
    int high = hexDigit(raw.charAt(percent + 1));
    int low = hexDigit(raw.charAt(percent + 2));
    if (high < 0 || low < 0) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
    return (high << 4) | low;
  }

  /** Only ASCII digits: {@link Character#digit} would take those of other scripts too. */
  private static int hexDigit(char c) {
    return c < 0x7F ? Character.digit(c, 16) : -1;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
