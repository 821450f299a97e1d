package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** PutObject, CopyObject and DeleteObject. */
final class ObjectChanges {

  private final CallSender sender;

  ObjectChanges(CallSender sender) {
    this.sender = sender;
  }

  WrittenObject put(PutRequest request, InputStream body) throws IOException {
    StoreCall call =
        new StoreCall(
            "PUT",
            request.address(),
            Map.of(),
            CallHeaders.of(request.headers(), request.conditions()),
            body(request, body),
            StoreCall.Kind.UPLOAD);
    try {
      return WrittenAnswer.ofHeaders(sender.send(call));
    } catch (StoreException.NotFound e) {
      throw missingTarget(e, request.conditions());
    }
  }

  static OutgoingBody body(PutRequest request, InputStream body) throws StoreException {
    BodySource source = new BodySource(body, request.length());
    PutRequest.Trailer trailer = request.trailer();
    return trailer == null ? new StreamedBody(source) : new TrailedBody(source, trailer);
  }

  /** S3 says 404, not 412, when the object is missing that a condition names. */
  static StoreException missingTarget(StoreException.NotFound missing, WriteConditions conditions) {
    return conditions.ifMatch() == null
        ? missing
        : new StoreException.PreconditionFailed(String.valueOf(missing.getMessage()));
  }

  WrittenObject copy(CopyRequest request) throws StoreException {
    Map<String, String> given = request.headers();
    Map<String, String> headers = copyHeaders(request, given);
    if (given != null) {
      headers.put("x-amz-metadata-directive", "REPLACE");
      if (given.containsKey("x-amz-tagging")) {
        headers.put("x-amz-tagging-directive", "REPLACE");
      }
    }
    StoreAnswer answer =
        sender.call(
            new StoreCall(
                "PUT",
                request.target(),
                Map.of(),
                headers,
                DocumentBody.NONE,
                StoreCall.Kind.LONG));
    return WrittenAnswer.ofDocument(answer, WrittenAnswer.COPY);
  }

  /** What makes a PUT a copy. */
  static Map<String, String> copyHeaders(CopyRequest request, @Nullable Map<String, String> given)
      throws StoreException {
    Map<String, String> headers =
        new TreeMap<>(CallHeaders.of(given == null ? Map.of() : given, request.conditions()));
    headers.putAll(CallHeaders.ofSource(request.sourceConditions()));
    headers.put(
        "x-amz-copy-source",
        "/"
            + KeyEncoding.encode(request.source().bucket())
            + "/"
            + KeyEncoding.encode(request.source().key()));
    return headers;
  }

  void delete(ObjectAddress address) throws StoreException {
    StoreCall call =
        new StoreCall(
            "DELETE", address, Map.of(), Map.of(), DocumentBody.NONE, StoreCall.Kind.REPEATABLE);
    try {
      sender.call(call);
    } catch (StoreException.NotFound e) {
      if (String.valueOf(e.getMessage()).contains("NoSuchBucket")) {
        throw e;
      }
    }
  }

  /** Done at most once: what an earlier attempt has deleted would not match for a later one. */
  void delete(ObjectAddress address, String ifMatch) throws StoreException {
    WriteConditions conditions = new WriteConditions(false, ifMatch);
    StoreCall call =
        new StoreCall(
            "DELETE",
            address,
            Map.of(),
            CallHeaders.of(Map.of(), conditions),
            DocumentBody.NONE,
            StoreCall.Kind.LONG);
    try {
      sender.call(call);
    } catch (StoreException.NotFound e) {
      throw missingTarget(e, conditions);
    }
  }
}
