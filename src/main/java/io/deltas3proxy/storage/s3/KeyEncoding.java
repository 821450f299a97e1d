package io.deltas3proxy.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes a key into a URL as Signature Version 4 wants it: every byte of its UTF-8 form but
 * letters, digits and {@code -._~/} as {@code %XX}, exactly once. Example: {@code a+b c/é} is
 * {@code a%2Bb%20c/%C3%A9}.
 */
final class KeyEncoding {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private KeyEncoding() {}

  static String encode(String key) {
    return encode(key, true);
  }

  /** A name or value of a query; here a slash is encoded too. */
  static String encodeParameter(String text) {
    return encode(text, false);
  }

  private static String encode(String key, boolean keepSlash) {
    StringBuilder encoded = new StringBuilder(key.length() + 16);
    for (byte octet : key.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(octet) || (octet == '/' && keepSlash)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%');
        HEX.toHexDigits(encoded, octet);
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }
}
