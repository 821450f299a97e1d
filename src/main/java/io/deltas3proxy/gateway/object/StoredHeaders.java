package io.deltas3proxy.gateway.object;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which headers of an object go where. What a version is, the metadata say; backends keep bytes.
 */
final class StoredHeaders {

  /** Kept on backends too, so that their objects can be read without the gateway. */
  private static final Set<String> DESCRIPTION =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  private static final String METADATA = "x-amz-meta-";
  private static final String CHECKSUM = "x-amz-checksum-";
  private static final String MD5 = "content-md5";

  private StoredHeaders() {}

  /** What is kept with a version: no digest of how its body travelled. */
  static Map<String, String> ofVersion(Map<String, String> headers) {
    Map<String, String> kept = new HashMap<>(headers);
    kept.remove(MD5);
    kept.remove("x-amz-sdk-checksum-algorithm");
    kept.remove("x-amz-checksum-algorithm");
    kept.remove("x-amz-checksum-type");
    kept.remove("x-amz-tagging");
    return kept;
  }

  /** What a backend is told of an object whose body it gets. */
  static Map<String, String> ofObject(Map<String, String> headers) {
    Map<String, String> told = description(headers);
    told.putAll(digests(headers));
    return told;
  }

  /** What a backend is told of an object that it makes of parts, or of another object. */
  static Map<String, String> description(Map<String, String> headers) {
    Map<String, String> told = new HashMap<>();
    headers.forEach((name, value) -> {
      if (DESCRIPTION.contains(name) || name.startsWith(METADATA)) {
        told.put(name, value);
      }
    });
    return told;
  }

  /** What is said of a body. */
  static Map<String, String> digests(Map<String, String> headers) {
    Map<String, String> told = new HashMap<>();
    headers.forEach((name, value) -> {
      if (name.equals(MD5) || name.startsWith(CHECKSUM)) {
        told.put(name, value);
      }
    });
    return told;
  }
}
