package io.deltas3proxy.s3.protocol;

import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.WriteConditions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a PUT, POST or DELETE: what it would change, and what it says of that. */
final class WriteParser {

  /** Example: {@code 17}. */
  private static final Pattern PART_NUMBER = Pattern.compile("\\d{1,5}");

  /** What may stand beside the checksum of a whole object that is made of parts. */
  private static final Set<String> OF_THE_WHOLE =
      Set.of("x-amz-checksum-type", "x-amz-mp-object-size");

  private final boolean readOnly;

  /**
   * @param readOnly whether nothing may be changed: then only what a change is called is read
   */
  WriteParser(boolean readOnly) {
    this.readOnly = readOnly;
  }

  S3Command parse(RawRequest request, S3Target target) {
    QueryParameters query = request.parameters();
    if (request.method().equals("POST") && query.has("select")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    WriteAction action =
        switch (request.method()) {
          case "PUT" -> WriteActions.put(target, query, request.headers());
          case "POST" -> WriteActions.post(target, query);
          default -> WriteActions.delete(target, query);
        };
    if (target.bucket().isEmpty()) {
      throw new S3Exception(S3ErrorCode.METHOD_NOT_ALLOWED);
    }
    return readOnly
        ? new S3Change.Unserved(target, action)
        : change(action, target, query, request.headers());
  }

  private static S3Change change(
      WriteAction action, S3Target target, QueryParameters query, RequestHeaders headers) {
    WriteHeaders write = new WriteHeaders(headers);
    return switch (action) {
      case PUT_OBJECT -> new S3Change.PutObject(target, write.objectBody(), write.conditions());
      case COPY_OBJECT -> copy(target, headers, write);
      case DELETE_OBJECT -> {
        write.requireServed();
        requireCurrentVersion(query);
        yield new S3Change.DeleteObject(target, write.conditionOfDeletion());
      }
      case DELETE_OBJECTS -> new S3Change.DeleteObjects(target, write.documentBody());
      case CREATE_MULTIPART_UPLOAD -> new S3Change.CreateMultipartUpload(target, write.ofUpload());
      case UPLOAD_PART -> new S3Change.UploadPart(target, part(query), write.partBody());
      case UPLOAD_PART_COPY -> {
        write.requireServed();
        yield new S3Change.UploadPartCopy(
            target, part(query), CopySourceParser.parse(headers), CopySourceParser.range(headers));
      }
      case COMPLETE_MULTIPART_UPLOAD -> complete(target, query, headers, write);
      case ABORT_MULTIPART_UPLOAD ->
          new S3Change.AbortMultipartUpload(target, UploadQuery.uploadId(query));
      case PUT_OBJECT_TAGGING -> {
        requireCurrentVersion(query);
        yield new S3Change.PutObjectTagging(target, write.documentBody());
      }
      case DELETE_OBJECT_TAGGING -> {
        requireCurrentVersion(query);
        yield new S3Change.DeleteObjectTagging(target);
      }
      case POST_OBJECT,
          CREATE_BUCKET,
          DELETE_BUCKET,
          PUT_OBJECT_RETENTION,
          PUT_OBJECT_LEGAL_HOLD,
          PUT_BUCKET_VERSIONING,
          PUT_OBJECT_LOCK_CONFIGURATION,
          CHANGE_SUBRESOURCE ->
          new S3Change.Unserved(target, action);
    };
  }

  private static S3Change copy(S3Target target, RequestHeaders headers, WriteHeaders write) {
    CopySource source = CopySourceParser.parse(headers);
    WriteConditions conditions = write.conditions();
    boolean replaced = write.replaces("x-amz-metadata-directive");
    Map<String, String> kept = write.ofObject();
    if (write.replaces("x-amz-tagging-directive") != kept.containsKey("x-amz-tagging")
        || (!replaced && kept.containsKey("x-amz-tagging"))) {
      // One of the two sets alone is copied by no store but S3.
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("tags apart from metadata");
    }
    if (!replaced && kept.containsKey("x-amz-storage-class")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("a storage class of a copy");
    }
    return new S3Change.CopyObject(target, source, replaced ? kept : null, conditions);
  }

  /** The checksum beside the document is the object's, not the document's. */
  private static S3Change complete(
      S3Target target, QueryParameters query, RequestHeaders headers, WriteHeaders write) {
    DocumentBody sent = write.documentBody();
    Map<String, String> whole = new HashMap<>(DeclaredDigests.checksums(headers));
    Map<String, String> ofDocument = new HashMap<>(sent.digests());
    ofDocument.keySet().removeAll(whole.keySet());
    OF_THE_WHOLE.forEach(name -> write.only(name).ifPresent(value -> whole.put(name, value)));
    return new S3Change.CompleteMultipartUpload(
        target,
        UploadQuery.uploadId(query),
        new DocumentBody(sent.length(), ofDocument),
        whole,
        write.conditions());
  }

  private static UploadedPart part(QueryParameters query) {
    String number = query.get("partNumber");
    int part =
        number != null && PART_NUMBER.matcher(number).matches() ? Integer.parseInt(number) : 0;
    if (part < 1 || part > PartAddress.MOST) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    return new UploadedPart(UploadQuery.uploadId(query), part);
  }

  /** Nothing here has versions. */
  private static void requireCurrentVersion(QueryParameters query) {
    String version = query.get("versionId");
    if (version != null && !version.equals("null")) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_VERSION);
    }
  }
}
