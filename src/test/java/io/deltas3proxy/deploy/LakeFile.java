package io.deltas3proxy.deploy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One data file of the table {@code lake}. What it contains is its own key, so that an answer shows
 * which object it came from.
 *
 * @param key relative to the table
 * @param part value of the partition column: {@code open} is allowed, {@code closed} is not
 */
record LakeFile(String key, String part) {

  /** Target of a request for the file, in the encoding that AWS SDKs send. */
  String target() {
    return "/datalake/lake/" + encoded();
  }

  /** The key with all but unreserved characters and slashes encoded. */
  String encoded() {
    return URLEncoder.encode(key, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%2F", "/");
  }

  byte[] content() {
    return ("This is " + key + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
