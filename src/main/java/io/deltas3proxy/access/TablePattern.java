package io.deltas3proxy.access;

/** Patterns of table aliases, in which {@code *} stands for any characters, none included. */
public final class TablePattern {

  private TablePattern() {}

  /** Takes time at most in proportion to the product of both lengths, whatever the pattern. */
  public static boolean matches(String pattern, String alias) {
    int next = 0;
    int star = -1;
    int resumed = 0;
    int position = 0;
    while (position < alias.length()) {
      if (next < pattern.length() && pattern.charAt(next) == '*') {
        star = next++;
        resumed = position;
      } else if (next < pattern.length() && pattern.charAt(next) == alias.charAt(position)) {
        next++;
        position++;
      } else if (star >= 0) {
        next = star + 1;
        position = ++resumed;
      } else {
        return false;
      }
    }
    while (next < pattern.length() && pattern.charAt(next) == '*') {
      next++;
    }
    return next == pattern.length();
  }
}
