package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.MultipartUploads.Upload;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.WrittenObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out changes that were let pass. */
final class Changes {

  /** What clients want to hear again of an upload that was begun. */
  private static final List<String> ECHOED =
      List.of("x-amz-checksum-algorithm", "x-amz-checksum-type");

  private final ObjectWriting writing;
  private final ObjectCopying copying;
  private final Deletion deletion;
  private final MultipartUploading uploads;
  private final PartUploading parts;
  private final Tagging tagging = new Tagging();
  private final Clock clock;

  Changes(DeltaBucket bucket, MultipartUploading uploads, WritingSettings settings) {
    this.writing = new ObjectWriting(settings);
    this.copying = new ObjectCopying(writing, settings);
    this.deletion = new Deletion(bucket, settings);
    this.uploads = uploads;
    this.parts = new PartUploading(uploads);
    this.clock = settings.clock();
  }

  void carryOut(
      S3Change change,
      Clearance clearance,
      CallerStores stores,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    IncomingBody incoming = new IncomingBody(request);
    switch (change) {
      case S3Change.PutObject c ->
          WriteAnswer.stored(
              writing.store(clearance.writable(), content(c, incoming), stores), response);
      case S3Change.CopyObject c -> {
        WrittenObject copy = copying.copy(clearance.readable(), clearance.writable(), c, stores);
        XmlAnswer.send(request, response, WriteDocuments.copied(copy, time(copy.lastModified())));
      }
      case S3Change.DeleteObject c -> {
        deletion.delete(clearance.writable(), c.ifMatch(), stores);
        WriteAnswer.gone(response);
      }
      case S3Change.DeleteObjects c ->
          XmlAnswer.send(
              request,
              response,
              deletion.delete(
                  S3Exchange.of(request).caller(),
                  S3Requests.deletion(incoming.document(c.body())),
                  stores,
                  RequestContext.of(request)));
      case S3Change.PutObjectTagging c -> {
        tagging.put(clearance.writable(), incoming.document(c.body()), stores);
        WriteAnswer.done(response);
      }
      case S3Change.DeleteObjectTagging c -> {
        tagging.delete(clearance.writable(), stores);
        WriteAnswer.gone(response);
      }
      case S3Change.CreateMultipartUpload c -> create(c, clearance, stores, request, response);
      case S3Change.UploadPart c ->
          WriteAnswer.stored(parts.store(clearance.writable(), c, incoming, stores), response);
      case S3Change.UploadPartCopy c -> {
        WrittenObject part = parts.copy(clearance.readable(), clearance.writable(), c, stores);
        XmlAnswer.send(
            request, response, WriteDocuments.copiedPart(part, time(part.lastModified())));
      }
      case S3Change.CompleteMultipartUpload c -> complete(c, clearance, stores, request, response);
      case S3Change.AbortMultipartUpload c -> {
        uploads.abort(clearance.writable(), c.uploadId(), stores);
        WriteAnswer.gone(response);
      }
      case S3VersionChange c -> throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
      case S3Change.Unserved c -> throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
  }

  private static NewObject content(S3Change.PutObject command, IncomingBody incoming) {
    long length = command.body().length();
    return new NewObject(
        length,
        command.body().headers(),
        command.conditions(),
        incoming.trailer(),
        () -> incoming.open(length, command.body().headers()));
  }

  private Instant time(@Nullable Instant told) {
    return told == null ? clock.instant() : told;
  }

  private void create(
      S3Change.CreateMultipartUpload command,
      Clearance clearance,
      CallerStores stores,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    String id = uploads.create(clearance.writable(), command, stores);
    for (String name : ECHOED) {
      String value = command.headers().get(name);
      if (value != null) {
        response.setHeader(name, value);
      }
    }
    XmlAnswer.send(request, response, WriteDocuments.uploadBegun(command.target(), id));
  }

  /**
   * Waits for the store, which is bounded in time: an answer that began as 200 could only end as an
   * error that not every client reads.
   */
  private void complete(
      S3Change.CompleteMultipartUpload command,
      Clearance clearance,
      CallerStores stores,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    Upload upload = uploads.find(clearance.writable(), command.uploadId());
    byte[] document = new IncomingBody(request).document(command.body());
    WrittenObject written =
        uploads.complete(
            clearance.writable(), upload, command, S3Requests.completion(document), stores);
    XmlAnswer.send(
        request,
        response,
        WriteDocuments.uploadCompleted(
            command.target(), request.getRequestURL().toString(), written));
  }
}
