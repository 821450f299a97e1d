package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;

/** The operations of multipart uploads. */
final class ObjectUploads {

  private static final String UPLOAD_ID = "uploadId";

  private final CallSender sender;

  ObjectUploads(CallSender sender) {
    this.sender = sender;
  }

  /** An upload that is begun twice leaves one without parts, which takes no room. */
  String create(ObjectAddress address, Map<String, String> headers) throws StoreException {
    StoreAnswer answer =
        sender.call(
            new StoreCall(
                "POST",
                address,
                Map.of("uploads", ""),
                CallHeaders.of(headers, WriteConditions.NONE),
                DocumentBody.NONE,
                StoreCall.Kind.REPEATABLE));
    return AnswerDocument.read(
            answer, Set.of("InitiateMultipartUploadResult"), StoreException.Indeterminate::new)
        .value("UploadId")
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .orElseThrow(() -> new StoreException.Indeterminate("an upload without its id"));
  }

  WrittenObject put(PartAddress part, PutRequest request, InputStream body) throws IOException {
    return WrittenAnswer.ofHeaders(
        sender.send(
            new StoreCall(
                "PUT",
                request.address(),
                query(part),
                CallHeaders.of(request.headers(), request.conditions()),
                ObjectChanges.body(request, body),
                StoreCall.Kind.UPLOAD)));
  }

  private static Map<String, String> query(PartAddress part) {
    return Map.of("partNumber", Integer.toString(part.number()), UPLOAD_ID, part.uploadId());
  }

  WrittenObject copy(PartAddress part, CopyRequest request) throws StoreException {
    Map<String, String> headers = ObjectChanges.copyHeaders(request, request.headers());
    ByteRange.Bounded range = request.range();
    if (range != null) {
      headers.put("x-amz-copy-source-range", range.toHeader());
    }
    StoreAnswer answer =
        sender.call(
            new StoreCall(
                "PUT",
                request.target(),
                query(part),
                headers,
                DocumentBody.NONE,
                StoreCall.Kind.LONG));
    return WrittenAnswer.ofDocument(answer, WrittenAnswer.COPY);
  }

  WrittenObject complete(UploadCompletion completion) throws StoreException {
    StoreCall call =
        new StoreCall(
            "POST",
            completion.address(),
            Map.of(UPLOAD_ID, completion.uploadId()),
            CallHeaders.of(completion.headers(), completion.conditions()),
            DocumentBody.xml(CallDocuments.completion(completion)),
            StoreCall.Kind.LONG);
    try {
      return WrittenAnswer.ofDocument(sender.call(call), Set.of("CompleteMultipartUploadResult"));
    } catch (StoreException.NotFound e) {
      throw ObjectChanges.missingTarget(e, completion.conditions());
    }
  }

  void abort(ObjectAddress address, String uploadId) throws StoreException {
    sender.call(
        new StoreCall(
            "DELETE",
            address,
            Map.of(UPLOAD_ID, uploadId),
            Map.of(),
            DocumentBody.NONE,
            StoreCall.Kind.REPEATABLE));
  }

  PartPage list(ObjectAddress address, String uploadId, int after, int most) throws StoreException {
    StoreAnswer answer =
        sender.call(
            new StoreCall(
                "GET",
                address,
                Map.of(
                    UPLOAD_ID,
                    uploadId,
                    "part-number-marker",
                    Integer.toString(after),
                    "max-parts",
                    Integer.toString(most)),
                Map.of(),
                DocumentBody.NONE,
                StoreCall.Kind.REPEATABLE));
    return PartListing.read(answer, after, most);
  }
}
