package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request of an administrator, of which the body is not read yet.
 *
 * @param names values of the template's names, in their order
 */
record AdminRequest(
    Administrator administrator, List<String> names, Map<String, String> query, Body content) {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  /** Reads the body. */
  @FunctionalInterface
  interface Body {
    JsonNode read() throws IOException;
  }

  String name(int position) {
    return names.get(position);
  }

  /** The body, which is an object. */
  Fields fields() {
    try {
      return Fields.of(content.read());
    } catch (IOException e) {
      throw new AdminException(400, "The body did not arrive whole");
    }
  }

  /** Refuses parameters other than these. */
  AdminRequest withParameters(Set<String> known) {
    for (String key : query.keySet()) {
      if (!known.contains(key)) {
        throw AdminException.flawed("?" + key, "is not a parameter of this resource");
      }
    }
    return this;
  }

  @Nullable String after() {
    return query.get("after");
  }

  /** Entries of a page. */
  int limit() {
    long limit = number("limit", USUAL);
    if (limit < 1 || limit > MOST) {
      throw AdminException.flawed("?limit", "must be from 1 to " + MOST);
    }
    return (int) limit;
  }

  /** The id that a page begins after. */
  long afterId() {
    return number("after", 0);
  }

  private long number(String key, long otherwise) {
    String text = query.get(key);
    return text == null ? otherwise : number("?" + key, text);
  }

  static long number(String path, String text) {
    // Example: 17
    if (!text.matches("[0-9]{1,18}")) {
      throw AdminException.flawed(path, "must be a whole number");
    }
    return Long.parseLong(text);
  }
}
