package io.deltas3proxy.s3.protocol;

import java.util.Set;

/** Tells what a PUT, POST or DELETE would change, by target, query and the kind of its headers. */
final class WriteActions {

  private static final Set<String> TAGGING = Set.of("tagging", "versionId");
  private static final Set<String> PART = Set.of("uploadId", "partNumber");

  private WriteActions() {}

  static WriteAction put(S3Target target, QueryParameters query, RequestHeaders headers) {
    boolean copy = headers.has(CopySourceParser.SOURCE);
    if (target.key().isEmpty()) {
      return only(query, Set.of()) ? WriteAction.CREATE_BUCKET : WriteAction.CHANGE_SUBRESOURCE;
    }
    if (query.has("uploadId") && only(query, PART)) {
      return copy ? WriteAction.UPLOAD_PART_COPY : WriteAction.UPLOAD_PART;
    }
    if (query.has("tagging") && only(query, TAGGING)) {
      return WriteAction.PUT_OBJECT_TAGGING;
    }
    if (!only(query, Set.of())) {
      return WriteAction.CHANGE_SUBRESOURCE;
    }
    return copy ? WriteAction.COPY_OBJECT : WriteAction.PUT_OBJECT;
  }

  static WriteAction post(S3Target target, QueryParameters query) {
    if (target.key().isEmpty()) {
      if (query.has("delete") && only(query, Set.of("delete"))) {
        return WriteAction.DELETE_OBJECTS;
      }
      return only(query, Set.of()) ? WriteAction.POST_OBJECT : WriteAction.CHANGE_SUBRESOURCE;
    }
    if (query.has("uploads") && only(query, Set.of("uploads"))) {
      return WriteAction.CREATE_MULTIPART_UPLOAD;
    }
    return query.has("uploadId") && only(query, Set.of("uploadId"))
        ? WriteAction.COMPLETE_MULTIPART_UPLOAD
        : WriteAction.CHANGE_SUBRESOURCE;
  }

  static WriteAction delete(S3Target target, QueryParameters query) {
    if (target.key().isEmpty()) {
      return only(query, Set.of()) ? WriteAction.DELETE_BUCKET : WriteAction.CHANGE_SUBRESOURCE;
    }
    if (query.has("uploadId") && only(query, Set.of("uploadId"))) {
      return WriteAction.ABORT_MULTIPART_UPLOAD;
    }
    if (query.has("tagging") && only(query, TAGGING)) {
      return WriteAction.DELETE_OBJECT_TAGGING;
    }
    return only(query, Set.of("versionId"))
        ? WriteAction.DELETE_OBJECT
        : WriteAction.CHANGE_SUBRESOURCE;
  }

  private static boolean only(QueryParameters query, Set<String> allowed) {
    return query.names().stream()
        .allMatch(name -> QueryParameters.isExtension(name) || allowed.contains(name));
  }
}
