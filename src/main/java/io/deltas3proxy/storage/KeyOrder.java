package io.deltas3proxy.storage;

import java.util.Comparator;

/**
 * The order of keys in listings: that of their UTF-8 bytes, which is the order of code points.
 * {@link String#compareTo} differs from it where supplementary characters meet U+E000 to U+FFFF.
 */
public final class KeyOrder {

  public static final Comparator<String> UTF_8 = KeyOrder::compare;

  /** Sorts after every other character, in UTF-8. */
  public static final String GREATEST_CHARACTER = "\uDBFF\uDFFF";

  private KeyOrder() {}

  private static int compare(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Integer.compare(rank(a), rank(b));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /** Surrogates stand for code points above all that one character can hold. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}
