package io.deltas3proxy.storage;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One write of an object, or of a part, without its body.
 *
 * @param length of the body in bytes, {@code >= 0}
 * @param headers lower-case names: {@code content-type}, {@code cache-control}, {@code
 *     content-disposition}, {@code content-encoding}, {@code content-language}, {@code expires},
 *     {@code content-md5}, {@code x-amz-meta-*}, {@code x-amz-checksum-*}, {@code
 *     x-amz-sdk-checksum-algorithm}, {@code x-amz-tagging}, {@code x-amz-storage-class}
 * @param trailer a checksum that is known when the body was read to its end; {@code null} for none
 */
public record PutRequest(
    ObjectAddress address,
    long length,
    Map<String, String> headers,
    WriteConditions conditions,
    @Nullable Trailer trailer) {

  /**
   * A checksum that follows the body.
   *
   * @param header {@code x-amz-checksum-crc32} or another of its kind, lower case
   * @param value asked for once, after the last byte was read
   */
  public record Trailer(String header, Supplier<String> value) {}

  public PutRequest {
    headers = Map.copyOf(headers);
    if (length < 0) {
      throw new IllegalArgumentException("a length of " + length);
    }
  }
}
