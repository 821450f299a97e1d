package io.deltas3proxy.s3.protocol;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The digests that a client says its body has. */
final class DeclaredDigests {

  private static final String MD5 = "content-md5";
  private static final int MD5_BYTES = 16;

  /** Bytes of each checksum, by its header. */
  static final Map<String, Integer> CHECKSUMS =
      Map.of(
          "x-amz-checksum-crc32", 4,
          "x-amz-checksum-crc32c", 4,
          "x-amz-checksum-crc64nvme", 8,
          "x-amz-checksum-sha1", 20,
          "x-amz-checksum-sha256", 32);

  private DeclaredDigests() {}

  /** {@code content-md5} and {@code x-amz-checksum-*}, each a value that can be. */
  static Map<String, String> of(RequestHeaders headers) {
    Map<String, String> digests = new HashMap<>(checksums(headers));
    if (headers.has(MD5)) {
      digests.put(MD5, value(headers.values(MD5), MD5_BYTES, S3ErrorCode.INVALID_DIGEST, MD5));
    }
    return digests;
  }

  /** At most one: S3 takes no more. */
  static Map<String, String> checksums(RequestHeaders headers) {
    Map<String, String> checksums = new HashMap<>();
    CHECKSUMS.forEach((name, bytes) -> {
      if (headers.has(name)) {
        checksums.put(name, value(headers.values(name), bytes, S3ErrorCode.INVALID_REQUEST, name));
      }
    });
    if (checksums.size() + (headers.has("x-amz-trailer") ? 1 : 0) > 1) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    return checksums;
  }

  private static String value(List<String> values, int bytes, S3ErrorCode code, String name) {
    String value = values.size() == 1 ? values.getFirst().strip() : "";
    if (!isBase64Of(value, bytes)) {
      throw new S3Exception(code, "Value for " + name + " header is invalid.");
    }
    return value;
  }

  static boolean isBase64Of(String value, int bytes) {
    try {
      return Base64.getDecoder().decode(value).length == bytes;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
