package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import org.jspecify.annotations.Nullable;

/** How prefixes that a caller may read meet the groups that a listing asks for. */
final class Grouping {

  private Grouping() {}

  /**
   * The common prefix that all keys below a prefix belong to.
   *
   * @param prefix that of the query, or one that begins with it
   * @return {@code null} where they are grouped by what follows the prefix
   * @throws S3Exception where neither holds: a delimiter of several characters may begin in the one
   *     and end in the other
   */
  static @Nullable String of(ListingQuery query, String prefix) {
    String delimiter = query.delimiter();
    if (delimiter == null || prefix.equals(query.prefix())) {
      return null;
    }
    int found = prefix.indexOf(delimiter, query.prefix().length());
    if (found >= 0) {
      return prefix.substring(0, found + delimiter.length());
    }
    if (delimiter.length() > 1) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED)
          .because("a delimiter of several characters where some prefixes are readable");
    }
    return null;
  }
}
