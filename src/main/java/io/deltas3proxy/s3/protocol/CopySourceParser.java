package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ReadConditions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads {@code x-amz-copy-source} and the headers that belong to it. */
final class CopySourceParser {

  static final String SOURCE = "x-amz-copy-source";

  private static final String VERSION = "versionId=";

  private CopySourceParser() {}

  /**
   * The source: {@code bucket/key}, percent-encoded, perhaps with a slash before it, perhaps with
   * {@code ?versionId=} behind it. It is decoded once, after it was split.
   */
  static CopySource parse(RequestHeaders headers) {
    String raw = headers.only(SOURCE).orElseThrow(CopySourceParser::malformed);
    int mark = raw.indexOf('?');
    String path = mark < 0 ? raw : raw.substring(0, mark);
    String query = mark < 0 ? null : raw.substring(mark + 1);
    if (query != null && (!query.startsWith(VERSION) || query.equals(VERSION))) {
      throw malformed();
    }
    return new CopySource(
        target(path.startsWith("/") ? path.substring(1) : path),
        query == null ? null : decoded(query.substring(VERSION.length())),
        conditions(headers));
  }

  private static S3Target target(String path) {
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? "" : decoded(path.substring(0, slash));
    String key = slash < 0 ? "" : decoded(path.substring(slash + 1));
    boolean plain =
        !bucket.isEmpty()
            && !key.isEmpty()
            && bucket.indexOf('/') < 0
            && !S3Target.hasDotSegment(bucket)
            && !S3Target.hasDotSegment(key);
    if (!plain) {
      throw malformed();
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    return new S3Target(bucket, key);
  }

  private static String decoded(String raw) {
    try {
      return PercentCoding.decodePath(raw);
    } catch (S3Exception e) {
      throw malformed();
    }
  }

  private static ReadConditions conditions(RequestHeaders headers) {
    return new ReadConditions(
        headers.only(SOURCE + "-if-match").orElse(null),
        headers.only(SOURCE + "-if-none-match").orElse(null),
        date(headers, SOURCE + "-if-modified-since"),
        date(headers, SOURCE + "-if-unmodified-since"));
  }

  /** A condition that cannot be read is not one that holds. */
  private static @Nullable Instant date(RequestHeaders headers, String name) {
    if (!headers.has(name)) {
      return null;
    }
    return headers
        .only(name)
        .flatMap(HttpDates::parse)
        .orElseThrow(
            () -> new S3Exception(S3ErrorCode.INVALID_ARGUMENT, name + " is not a date of HTTP"));
  }

  /** Which bytes of the source become a part: {@code bytes=first-last}. */
  static ByteRange.@Nullable Bounded range(RequestHeaders headers) {
    if (!headers.has(SOURCE + "-range")) {
      return null;
    }
    return headers
        .only(SOURCE + "-range")
        .flatMap(ByteRange::parse)
        .filter(ByteRange.Bounded.class::isInstance)
        .map(ByteRange.Bounded.class::cast)
        .orElseThrow(() ->
            new S3Exception(
                S3ErrorCode.INVALID_ARGUMENT,
                "The x-amz-copy-source-range value must be of the form bytes=first-last"));
  }

  private static S3Exception malformed() {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
}
