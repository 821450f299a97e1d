package io.deltas3proxy.s3.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of both versions of a listing. */
final class ListingParser {

  static final Set<String> PARAMETERS =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "marker",
          "start-after",
          "continuation-token",
          "max-keys",
          "encoding-type",
          "fetch-owner");

  /** Example: {@code 1000}. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

  private ListingParser() {}

  static S3Command parse(String bucket, QueryParameters query) {
    ListingQuery listing = query(query);
    String type = query.get("list-type");
    if (type == null) {
      String marker = query.get("marker");
      return new S3Command.ListObjects(
          bucket, listing, marker == null || marker.isEmpty() ? null : marker);
    }
    if (!type.equals("2")) {
      throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Invalid list-type");
    }
    String token = query.get("continuation-token");
    if (token != null && token.isEmpty()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect");
    }
    return new S3Command.ListObjectsV2(
        bucket,
        listing,
        query.get("start-after"),
        token,
        "true".equalsIgnoreCase(query.get("fetch-owner")));
  }

  /** What all listings ask. */
  static ListingQuery query(QueryParameters query) {
    return new ListingQuery(prefix(query), delimiter(query), maxKeys(query), urlEncoded(query));
  }

  private static String prefix(QueryParameters query) {
    String prefix = query.get("prefix");
    if (prefix == null) {
      return "";
    }
    if (prefix.getBytes(StandardCharsets.UTF_8).length > S3Target.MAX_KEY_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG);
    }
    return prefix;
  }

  private static @Nullable String delimiter(QueryParameters query) {
    String delimiter = query.get("delimiter");
    return delimiter == null || delimiter.isEmpty() ? null : delimiter;
  }

  private static int maxKeys(QueryParameters query) {
    String value = query.get("max-keys");
    if (value == null) {
      return ListingQuery.MAX_KEYS;
    }
    long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Provided max-keys not an integer or within integer range");
    }
    return (int) Math.min(number, ListingQuery.MAX_KEYS);
  }

  private static boolean urlEncoded(QueryParameters query) {
    String type = query.get("encoding-type");
    if (type == null || type.isEmpty()) {
      return false;
    }
    if (!type.equals("url")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request");
    }
    return true;
  }
}
