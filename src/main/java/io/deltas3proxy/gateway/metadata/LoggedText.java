package io.deltas3proxy.gateway.metadata;

import org.jspecify.annotations.Nullable;

/** Texts of callers and of backends as a column can hold them. */
final class LoggedText {

  /** More than any key; agents of clients may be of any length. */
  private static final int LONGEST = 2048;

  private static final char REPLACEMENT = '\uFFFD';

  private LoggedText() {}

  static @Nullable String orNull(@Nullable String text) {
    return text == null ? null : of(text);
  }

  static String of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    StringBuilder kept = new StringBuilder(cut.length());
    cut.codePoints()
        .forEach(
            character -> kept.appendCodePoint(isStorable(character) ? character : REPLACEMENT));
    return kept.toString();
  }

  /** No database holds NUL, and UTF-8 has no halves of characters. */
  private static boolean isStorable(int character) {
    return character != 0 && Character.getType(character) != Character.SURROGATE;
  }
}
