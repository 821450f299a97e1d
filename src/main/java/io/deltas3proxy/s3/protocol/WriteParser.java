package io.deltas3proxy.s3.protocol;

import java.util.Set;

/** Tells what a PUT, POST or DELETE would change. Their bodies are not looked at. */
final class WriteParser {

  private static final Set<String> UPLOAD = Set.of("uploadId", "partNumber");

  private WriteParser() {}

  static S3Command put(S3Target target, QueryParameters query, RequestHeaders headers) {
    boolean copy = headers.has("x-amz-copy-source");
    if (target.key().isEmpty()) {
      return write(
          target,
          plain(query, Set.of()) ? WriteAction.CREATE_BUCKET : WriteAction.CHANGE_SUBRESOURCE);
    }
    if (query.has("uploadId")) {
      return write(target, copy ? WriteAction.UPLOAD_PART_COPY : WriteAction.UPLOAD_PART);
    }
    if (!plain(query, Set.of())) {
      return write(target, WriteAction.CHANGE_SUBRESOURCE);
    }
    return write(target, copy ? WriteAction.COPY_OBJECT : WriteAction.PUT_OBJECT);
  }

  static S3Command post(S3Target target, QueryParameters query) {
    if (query.has("select")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    if (target.key().isEmpty()) {
      if (query.has("delete")) {
        return write(target, WriteAction.DELETE_OBJECTS);
      }
      return write(
          target,
          plain(query, Set.of()) ? WriteAction.POST_OBJECT : WriteAction.CHANGE_SUBRESOURCE);
    }
    if (query.has("uploads")) {
      return write(target, WriteAction.CREATE_MULTIPART_UPLOAD);
    }
    return write(
        target,
        query.has("uploadId")
            ? WriteAction.COMPLETE_MULTIPART_UPLOAD
            : WriteAction.CHANGE_SUBRESOURCE);
  }

  static S3Command delete(S3Target target, QueryParameters query) {
    if (query.has("uploadId")) {
      return write(target, WriteAction.ABORT_MULTIPART_UPLOAD);
    }
    if (!plain(query, Set.of("versionId"))) {
      return write(target, WriteAction.CHANGE_SUBRESOURCE);
    }
    return write(
        target, target.key().isEmpty() ? WriteAction.DELETE_BUCKET : WriteAction.DELETE_OBJECT);
  }

  private static S3Command write(S3Target target, WriteAction action) {
    if (target.bucket().isEmpty()) {
      throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    }
    return new S3Command.Write(target, action);
  }

  private static boolean plain(QueryParameters query, Set<String> allowed) {
    return query.names().stream()
        .allMatch(name ->
            QueryParameters.isExtension(name) || allowed.contains(name) || UPLOAD.contains(name));
  }
}
