package io.deltas3proxy.website.visitor;

/**
 * Escapes what stands in a line of the line protocol. A control character, which would end the line
 * for some readers, is written as {@code %0A}.
 */
final class LineText {

  private LineText() {}

  /** Name of a measurement. */
  static String measurement(String text) {
    return escaped(text, ", ", true);
  }

  /** Key or value of a tag, or key of a field. */
  static String key(String text) {
    return escaped(text, ",= ", true);
  }

  /** Value of a field that is a text, with its quotes. */
  static String quoted(String text) {
    return '"' + escaped(text, "\"\\", false) + '"';
  }

  /**
   * Escapes by backslashes.
   *
   * @param special characters that get one
   * @param bare whether a backslash means nothing by itself: at the end it would take the comma, so
   *     it is written as {@code %5C}
   */
  private static String escaped(String text, String special, boolean bare) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || (bare && c == '\\')) {
        escaped.append(String.format("%%%02X", (int) c));
      } else {
        if (special.indexOf(c) >= 0) {
          escaped.append('\\');
        }
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
