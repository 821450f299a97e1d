package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that follow each other in the order of their UTF-8 bytes.
 *
 * @param from where they begin
 * @param with whether that key is one of them
 * @param end before which they end; {@code null} for no end
 */
record KeyRange(String from, boolean with, @Nullable String end) {

  /** The keys that start with a prefix. */
  static KeyRange ofPrefix(String prefix) {
    return new KeyRange(prefix, true, successor(prefix));
  }

  /** Those of them that come after a key. */
  KeyRange after(String key) {
    // No key has a NUL in it, so what follows one changes nothing.
    int nul = key.indexOf('\0');
    String start = nul < 0 ? key : key.substring(0, nul);
    return KeyOrder.UTF_8.compare(start, from) >= 0 ? new KeyRange(start, false, end) : this;
  }

  /** Those of them that come after all that start with a prefix; {@code null} for none. */
  @Nullable KeyRange afterAll(String prefix) {
    String next = successor(prefix);
    if (next == null) {
      return null;
    }
    return KeyOrder.UTF_8.compare(next, from) > 0 ? new KeyRange(next, true, end) : this;
  }

  /** The least key after all that start with a prefix; {@code null} if there is none. */
  private static @Nullable String successor(String prefix) {
    for (int length = prefix.length(); length > 0; ) {
      int last = prefix.codePointBefore(length);
      length -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        return prefix.substring(0, length) + Character.toString(following(last));
      }
    }
    return null;
  }

  /** Half of a character is none that a key could have. */
  private static int following(int character) {
    return character == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : character + 1;
  }

  /** Joins the conditions of a query. */
  String condition(String column) {
    String start = " AND " + column + (with ? " >= ?" : " > ?");
    return end == null ? start : start + " AND " + column + " < ?";
  }

  List<Object> parameters() {
    List<Object> parameters = new ArrayList<>(List.of(from));
    if (end != null) {
      parameters.add(end);
    }
    return parameters;
  }
}
