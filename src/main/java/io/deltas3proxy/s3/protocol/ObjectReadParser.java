package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ReadConditions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters and headers of GET and HEAD of an object. */
final class ObjectReadParser {

  /** Each parameter with the header of the answer that it sets. */
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-content-type", "content-type",
          "response-content-language", "content-language",
          "response-expires", "expires",
          "response-cache-control", "cache-control",
          "response-content-disposition", "content-disposition",
          "response-content-encoding", "content-encoding");

  static final Set<String> PARAMETERS =
      Set.of(
          "versionId",
          "partNumber",
          "response-content-type",
          "response-content-language",
          "response-expires",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding");

  /** Objects under keys of the caller are not served: no key may be sent. */
  private static final String CUSTOMER_KEY = "x-amz-server-side-encryption-customer-algorithm";

  /** Example: {@code 17}. */
  private static final Pattern PART_NUMBER = Pattern.compile("\\d{1,5}");

  private static final int MAX_PART_NUMBER = 10_000;

  private ObjectReadParser() {}

  static ObjectRead parse(
      S3Target target,
      QueryParameters query,
      RequestHeaders headers,
      ClaimedCredential credential) {
    if (headers.has(CUSTOMER_KEY)) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    String versionId = query.get("versionId");
    if (versionId != null && versionId.isEmpty()) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Version id cannot be the empty string");
    }
    return new ObjectRead(
        target,
        versionId,
        selection(query.get("partNumber"), headers),
        conditions(headers),
        headers.only("x-amz-checksum-mode").filter("ENABLED"::equalsIgnoreCase).isPresent(),
        overrides(query, credential));
  }

  private static ObjectRead.Selection selection(
      @Nullable String partNumber, RequestHeaders headers) {
    // A range that depends on If-Range may always be left out (RFC 9110, section 13.1.5).
    ByteRange range =
        headers.has("If-Range")
            ? null
            : headers.only("Range").flatMap(ByteRange::parse).orElse(null);
    if (partNumber == null) {
      return new ObjectRead.Selection(range, null);
    }
    int part = PART_NUMBER.matcher(partNumber).matches() ? Integer.parseInt(partNumber) : 0;
    if (part < 1 || part > MAX_PART_NUMBER) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    if (headers.has("Range")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Cannot specify both Range header and partNumber query parameter");
    }
    return new ObjectRead.Selection(null, part);
  }

  private static ReadConditions conditions(RequestHeaders headers) {
    return new ReadConditions(
        joined(headers, "If-Match"),
        joined(headers, "If-None-Match"),
        date(headers, "If-Modified-Since"),
        date(headers, "If-Unmodified-Since"));
  }

  /** A list may be spread over several lines. */
  private static @Nullable String joined(RequestHeaders headers, String name) {
    List<String> values = headers.values(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private static @Nullable Instant date(RequestHeaders headers, String name) {
    return headers.only(name).flatMap(HttpDates::parse).orElse(null);
  }

  private static Map<String, String> overrides(
      QueryParameters query, ClaimedCredential credential) {
    Map<String, String> overrides = new HashMap<>();
    OVERRIDES.forEach((parameter, header) -> {
      String value = query.get(parameter);
      if (value != null) {
        overrides.put(header, requireHeaderValue(value));
      }
    });
    // Else anybody could make the server say anything of its objects, on a link they made up.
    if (!overrides.isEmpty() && !credential.signed()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
    return overrides;
  }

  private static String requireHeaderValue(String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Header value cannot be represented using ISO-8859-1.");
    }
    return value;
  }
}
