package io.deltas3proxy.files.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names of files in headers: {@code Content-Disposition} by RFC 6266, whose {@code filename*} is
 * encoded by RFC 8187. No name, whatever is in it, can end a header or begin another.
 */
final class ContentDisposition {

  /** Besides letters and digits (RFC 8187, section 3.2.1). */
  private static final String PLAIN = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /** For example {@code attachment; filename="a_.txt"; filename*=UTF-8''a%C3%A9.txt}. */
  static String attachment(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .forEach(point -> plain.append(isQuotable(point) ? Character.toString(point) : "_"));
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent(name);
  }

  /** What old readers take for an escape, or for an encoded byte, is not left to them. */
  private static boolean isQuotable(int point) {
    return point >= ' ' && point < 0x7F && "\"\\%/".indexOf(point) < 0;
  }

  /** The name in UTF-8 with all but plain characters escaped. */
  static String percent(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
