package io.deltas3proxy.s3.protocol;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of uploads in parts. */
final class UploadQuery {

  static final Set<String> OF_PARTS = Set.of("uploadId", "max-parts", "part-number-marker");

  static final Set<String> OF_UPLOADS =
      Set.of(
          "uploads",
          "prefix",
          "delimiter",
          "key-marker",
          "upload-id-marker",
          "max-uploads",
          "encoding-type");

  /** Example: {@code 1000}. */
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private static final int MOST = 1000;
  private static final int LONGEST_ID = 1024;

  private UploadQuery() {}

  static S3Command parts(S3Target target, QueryParameters query) {
    return new S3Command.ListParts(
        target,
        uploadId(query),
        number(query, "part-number-marker", 0),
        Math.min(number(query, "max-parts", MOST), MOST));
  }

  static S3Command uploads(String bucket, QueryParameters query) {
    String coding = query.get("encoding-type");
    if (coding != null && !coding.equals("url")) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request");
    }
    return new S3Command.ListMultipartUploads(
        bucket,
        text(query.get("prefix")),
        text(query.get("delimiter")),
        text(query.get("key-marker")),
        text(query.get("upload-id-marker")),
        Math.min(number(query, "max-uploads", MOST), MOST),
        coding != null);
  }

  /**
   * @throws S3Exception as if there were no such upload, for what cannot be the id of one
   */
  static String uploadId(QueryParameters query) {
    String id = text(query.get("uploadId"));
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD);
    }
    return id;
  }

  private static int number(QueryParameters query, String name, int otherwise) {
    String value = query.get(name);
    if (value == null || value.isEmpty()) {
      return otherwise;
    }
    if (!NUMBER.matcher(value).matches()) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT, "Provided " + name + " not an integer or within range");
    }
    return Integer.parseInt(value);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
