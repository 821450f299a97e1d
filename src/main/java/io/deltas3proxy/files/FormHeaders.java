package io.deltas3proxy.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the headers of the parts of a form (RFC 7578, section 4). */
final class FormHeaders {

  private FormHeaders() {}

  /**
   * Adds the header that a line is.
   *
   * @throws FilesException when it is none, or stands twice
   */
  static void add(String line, Map<String, String> headers) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw FilesException.unreadable().because("a line of a part is no header");
    }
    String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (headers.put(name, line.substring(colon + 1).strip()) != null) {
      throw FilesException.unreadable().because("a part has a header twice");
    }
  }

  /**
   * The parameters of a header's value: {@code form-data; name="a"; filename="b"}. In quotes a
   * backslash stands before a quote or a backslash; before anything else it means itself, since
   * browsers of old sent paths.
   */
  static Map<String, String> parameters(@Nullable String value) {
    Map<String, String> parameters = new HashMap<>();
    if (value == null) {
      return parameters;
    }
    int at = end(value, 0, ';');
    while (at < value.length()) {
      int equals = end(value, at + 1, '=');
      if (equals >= value.length()) {
        break;
      }
      String name = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder text = new StringBuilder();
      at = value(value, equals + 1, text);
      if (parameters.put(name, text.toString()) != null) {
        throw FilesException.unreadable().because("a parameter stands twice");
      }
    }
    return parameters;
  }

  private static int value(String value, int start, StringBuilder text) {
    int at = start;
    while (at < value.length() && value.charAt(at) == ' ') {
      at++;
    }
    if (at >= value.length() || value.charAt(at) != '"') {
      int end = end(value, at, ';');
      text.append(value.substring(at, end).strip());
      return end;
    }
    for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
      char c = value.charAt(at);
      if (c == '\\' && at + 1 < value.length() && "\"\\".indexOf(value.charAt(at + 1)) >= 0) {
        at++;
      }
      text.append(value.charAt(at));
    }
    return end(value, at, ';');
  }

  private static int end(String value, int start, char mark) {
    int at = value.indexOf(mark, start);
    return at < 0 ? value.length() : at;
  }
}
