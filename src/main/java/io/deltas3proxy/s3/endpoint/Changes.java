package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Requests;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.storage.WrittenObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Carries out changes that were let pass. */
final class Changes {

  private final ObjectWriting writing;
  private final ObjectCopying copying;
  private final Deletion deletion;
  private final Tagging tagging = new Tagging();
  private final Clock clock;

  Changes(DeltaBucket bucket, WritingSettings settings) {
    this.writing = new ObjectWriting(settings);
    this.copying = new ObjectCopying(writing, settings);
    this.deletion = new Deletion(bucket);
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
        deletion.delete(clearance.writable(), stores);
        WriteAnswer.gone(response);
      }
      case S3Change.DeleteObjects c ->
          XmlAnswer.send(
              request,
              response,
              deletion.delete(
                  S3Exchange.of(request).caller(),
                  S3Requests.deletion(incoming.document(c.body())),
                  stores));
      case S3Change.PutObjectTagging c -> {
        tagging.put(clearance.writable(), incoming.document(c.body()), stores);
        WriteAnswer.done(response);
      }
      case S3Change.DeleteObjectTagging c -> {
        tagging.delete(clearance.writable(), stores);
        WriteAnswer.gone(response);
      }
      case S3Change.CreateMultipartUpload c -> throw notServed();
      case S3Change.UploadPart c -> throw notServed();
      case S3Change.UploadPartCopy c -> throw notServed();
      case S3Change.CompleteMultipartUpload c -> throw notServed();
      case S3Change.AbortMultipartUpload c -> throw notServed();
      case S3Change.Unserved c -> throw notServed();
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

  private static S3Exception notServed() {
    return new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
  }
}
