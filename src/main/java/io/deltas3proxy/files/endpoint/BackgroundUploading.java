package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileJob;
import io.deltas3proxy.files.FileJobs;
import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileUploads;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FormPart;
import io.deltas3proxy.files.FormReader;
import io.deltas3proxy.files.JobOrder;
import io.deltas3proxy.files.JobOwner;
import io.deltas3proxy.files.WaitingFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /files?async=true}: answers when the whole file is on the disk of this machine, and
 * it goes to its store afterwards.
 */
public final class BackgroundUploading {

  private final FileAccess access;
  private final FileUploads uploads;
  private final FileJobs jobs;

  public BackgroundUploading(FileAccess access, FileUploads uploads, FileJobs jobs) {
    this.access = access;
    this.uploads = uploads;
    this.jobs = jobs;
  }

  void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException, AccountsUnavailableException {
    FilesCaller caller = FilesCaller.of(request);
    access.requireWriter(caller.principal());
    uploads.requireFits(caller.length(request));
    jobs.requireRoom(JobOwner.of(caller.principal()));
    FileUploads.Turn turn = uploads.begin();
    FileJob job;
    try {
      job = receive(request, caller);
    } finally {
      turn.close();
    }
    response.setHeader("Location", request.getContextPath() + FilesPath.ROOT + "/jobs/" + job.id());
    JsonAnswer.send(request, response, HttpServletResponse.SC_ACCEPTED, JobDocument.of(job));
  }

  private FileJob receive(HttpServletRequest request, FilesCaller caller)
      throws IOException, AccountsUnavailableException {
    FormReader form =
        new FormReader(new CountedBody(caller.body(request), request), request.getContentType());
    UploadForm fields = new UploadForm(request);
    FormPart file = fields.readToFile(form);
    if (fields.isNamed()) {
      require(request, fields.name());
    }
    String id = jobs.newId();
    try (WaitingFile waiting = uploads.waiting(id)) {
      waiting.receive(file.body());
      fields.readToEnd(form);
      FileName name = fields.name();
      require(request, name);
      if (waiting.file().size() == 0) {
        throw FilesException.unreadable().because("the file has no bytes");
      }
      waiting.require(fields.digests());
      waiting.keep();
      return jobs.queue(
          id,
          new JobOrder(
              JobOwner.of(caller.principal()), name, fields.type(), waiting.file().size(), ""));
    }
  }

  private void require(HttpServletRequest request, FileName name) {
    var unused = JudgedFile.require(request, access, name, FilePrivilege.WRITE);
  }
}
