package io.deltas3proxy.files.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileUpload;
import io.deltas3proxy.files.FileUploads;
import io.deltas3proxy.files.FormPart;
import io.deltas3proxy.files.FormReader;
import io.deltas3proxy.files.WaitingFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /files}. A file whose name came before it flows on to its store; one that comes first
 * waits in a file of the spool. Nothing is stored before the whole form was read.
 */
public final class Uploading {

  private static final String SUCCESS = "File uploaded successfully";

  private final FileAccess access;
  private final FileUploads uploads;

  public Uploading(FileAccess access, FileUploads uploads) {
    this.access = access;
    this.uploads = uploads;
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    FilesCaller caller = FilesCaller.of(request);
    access.requireWriter(caller.principal());
    uploads.requireFits(caller.length(request));
    FileUploads.Turn turn = uploads.begin();
    try {
      store(request, caller);
    } finally {
      turn.close();
    }
    JsonAnswer.send(
        request,
        response,
        HttpServletResponse.SC_OK,
        JsonNodeFactory.instance
            .objectNode()
            .put("detail", SUCCESS)
            .put("message", SUCCESS)
            .put("status_code", HttpServletResponse.SC_OK));
  }

  private void store(HttpServletRequest request, FilesCaller caller) throws IOException {
    FormReader form =
        new FormReader(new CountedBody(caller.body(request), request), request.getContentType());
    UploadForm fields = new UploadForm(request);
    FormPart file = fields.readToFile(form);
    if (fields.isNamed()) {
      try (FileUpload upload = begin(request, fields, caller.length(request))) {
        upload.receive(file.body());
        fields.readToEnd(form);
        var unused = upload.commit();
      }
      return;
    }
    try (WaitingFile waiting = uploads.waiting()) {
      waiting.receive(file.body());
      fields.readToEnd(form);
      try (FileUpload upload = begin(request, fields, waiting.file().size())) {
        upload.receive(waiting.file());
        var unused = upload.commit();
      }
    }
  }

  private FileUpload begin(HttpServletRequest request, UploadForm fields, long expected) {
    return uploads.to(
        JudgedFile.require(request, access, fields.name(), FilePrivilege.WRITE),
        fields.newFile(expected));
  }
}
