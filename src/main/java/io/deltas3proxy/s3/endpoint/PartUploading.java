package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.ObjectBody;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.UploadedPart;
import io.deltas3proxy.storage.CopyRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Stores parts of uploads. */
final class PartUploading {

  private final MultipartUploading uploads;

  PartUploading(MultipartUploading uploads) {
    this.uploads = uploads;
  }

  WrittenObject store(
      WritableObject object,
      S3Change.UploadPart command,
      IncomingBody incoming,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    PartAddress part = part(object, command.part());
    ObjectBody body = command.body();
    PutRequest request =
        new PutRequest(
            object.address(),
            body.length(),
            body.headers(),
            WriteConditions.NONE,
            incoming.trailer());
    ObjectWriter writer = object.store(stores).writer();
    try (InputStream in = incoming.open(body.length(), body.headers())) {
      return writer.putPart(part, request, in);
    }
  }

  WrittenObject copy(
      ReadableObject source,
      WritableObject object,
      S3Change.UploadPartCopy command,
      CallerStores stores)
      throws IOException, TableUnavailableException, AccountsUnavailableException {
    ObjectDelivery.requireCurrentVersion(command.source().versionId());
    PartAddress part = part(object, command.part());
    ObjectWriter writer = object.store(stores).writer();
    try {
      if (ObjectCopying.isWithinStore(source, object, stores)) {
        return writer.copyPart(
            part,
            new CopyRequest(
                source.address(),
                object.address(),
                command.range(),
                command.source().conditions(),
                null,
                WriteConditions.NONE));
      }
      try (ObjectContent content =
          ObjectCopying.openPart(source, command.source(), command.range(), stores)) {
        PutRequest request =
            new PutRequest(
                object.address(), content.head().length(), Map.of(), WriteConditions.NONE, null);
        return writer.putPart(part, request, new SourceBody(content));
      }
    } catch (StoreException.NotModified e) {
      throw new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
    }
  }

  private PartAddress part(WritableObject object, UploadedPart part)
      throws AccountsUnavailableException {
    return new PartAddress(uploads.find(object, part.uploadId()).backendId(), part.number());
  }
}
