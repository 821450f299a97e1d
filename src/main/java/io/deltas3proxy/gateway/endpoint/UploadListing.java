package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.Uploads;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.s3.protocol.WriteDocuments;
import io.deltas3proxy.s3.protocol.WriteDocuments.UploadPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists the uploads in parts that the caller may go on with. */
final class UploadListing {

  private final Uploads uploads;

  UploadListing(Uploads uploads) {
    this.uploads = uploads;
  }

  void list(GatewayCall call, S3Command.ListMultipartUploads command)
      throws IOException, MetadataUnavailableException {
    if (!command.delimiter().isEmpty()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED).because("uploads by a delimiter");
    }
    List<WriteDocuments.Upload> found = new ArrayList<>();
    String idMarker = command.uploadIdMarker();
    for (String prefix : call.cleared().rights().within(GatewayPrivilege.WRITE, command.prefix())) {
      int wanted = command.most() + 1 - found.size();
      if (wanted > 0) {
        for (Upload upload :
            uploads.list(
                call.bucket().name(),
                prefix,
                command.keyMarker(),
                idMarker.isEmpty() ? null : idMarker,
                wanted)) {
          found.add(
              new WriteDocuments.Upload(
                  upload.version().key(), upload.uploadId(), upload.createdAt()));
        }
      }
    }
    VersionAnswer.bucket(call, new S3Target(command.bucket(), ""));
    call.document(WriteDocuments.uploads(command, page(found, command.most())));
  }

  private static UploadPage page(List<WriteDocuments.Upload> found, int most) {
    if (found.size() <= most || most == 0) {
      return new UploadPage(most == 0 ? List.of() : found, List.of(), null);
    }
    WriteDocuments.Upload last = found.get(most - 1);
    UploadPage.Next next = new UploadPage.Next(last.key(), last.uploadId());
    return new UploadPage(found.subList(0, most), List.of(), next);
  }
}
