package io.deltas3proxy.s3.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tags of an object: at most ten, keys of 1 to 128 and values of at most 256 characters. */
final class Tags {

  private static final int MOST = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private final Map<String, String> values = new LinkedHashMap<>();

  /** Adds one. */
  void add(String key, String value) {
    boolean good =
        !key.isEmpty()
            && key.codePointCount(0, key.length()) <= LONGEST_KEY
            && value.codePointCount(0, value.length()) <= LONGEST_VALUE
            && !key.startsWith("aws:");
    if (!good) {
      throw new S3Exception(S3ErrorCode.INVALID_TAG);
    }
    if (values.put(key, value) != null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_TAG, "Cannot provide multiple Tags with the same key");
    }
    if (values.size() > MOST) {
      throw new S3Exception(S3ErrorCode.BAD_REQUEST, "Object tags cannot be greater than " + MOST);
    }
  }

  /** In the order in which they were added. */
  Map<String, String> values() {
    return new LinkedHashMap<>(values);
  }

  /** The value of {@code x-amz-tagging}, {@code key1=value1&key2=value2}, if it is one. */
  static String requireQuery(String value) {
    var unused = ofQuery(value);
    return value;
  }

  /** The tags that such a value names. */
  static Map<String, String> ofQuery(String value) {
    Tags tags = new Tags();
    for (String pair : value.split("&", MOST + 2)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        tags.add(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return tags.values();
  }

  private static String decoded(String raw) {
    try {
      return PercentCoding.decodeQuery(raw);
    } catch (S3Exception e) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
              + " parameters without tag name duplicates.");
    }
  }
}
