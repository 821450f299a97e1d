package io.deltas3proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * One line of a log as {@code name=value} pairs. Whatever a client sent stays within its value: a
 * value with a space, a quote or anything but printable ASCII is quoted and escaped as in JSON.
 */
final class LogLine {

  private static final int MOST_CHARACTERS = 2048;

  private final StringBuilder text = new StringBuilder(256);

  /** Adds a pair; a value that is not known is left out. */
  LogLine add(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(name).append('=');
    boolean cut = value.length() > MOST_CHARACTERS;
    String shown = cut ? value.substring(0, MOST_CHARACTERS) + "..." : value;
    if (!shown.isEmpty() && isPlain(shown)) {
      text.append(shown);
    } else {
      quote(shown);
    }
    return this;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
