package io.deltas3proxy.gateway.metadata;

import java.util.Map;
import java.util.OptionalInt;

/** What S3 says of the tags of an object. */
final class TagLimits {

  private static final int MOST = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final String REPLICAS = "replica-count";

  private TagLimits() {}

  /**
   * Requires that tags keep within them; whoever takes tags from callers has told them before.
   *
   * @throws IllegalArgumentException when they do not
   */
  static void require(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " tags: " + tags.size());
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      int key = length(tag.getKey());
      if (key < 1 || key > LONGEST_KEY || length(tag.getValue()) > LONGEST_VALUE) {
        throw new IllegalArgumentException("a tag is too long, or has no name");
      }
    }
  }

  /** How many replicas tags ask for; none for a text that is no such number. */
  static OptionalInt replicas(Map<String, String> tags) {
    String asked = tags.get(REPLICAS);
    // Example: 3
    return asked != null && asked.matches("0*[1-9][0-9]{0,2}")
        ? OptionalInt.of(Integer.parseInt(asked))
        : OptionalInt.empty();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
