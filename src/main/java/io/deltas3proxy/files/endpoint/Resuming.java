package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileJob;
import io.deltas3proxy.files.FileJobs;
import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileUploads;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.files.JobOrder;
import io.deltas3proxy.files.JobOwner;
import io.deltas3proxy.files.JobState;
import io.deltas3proxy.files.NewFile;
import io.deltas3proxy.files.ResumableUploads;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.signature.Payload;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The resumable protocol, tus 1.0: {@code /files/tus} and below, with the extensions creation,
 * creation-with-upload, termination, checksum and expiration.
 */
public final class Resuming {

  static final String VERSION = "1.0.0";

  private static final String PIECE = "application/offset+octet-stream";

  private final FileAccess access;
  private final FileUploads uploads;
  private final FileJobs jobs;
  private final ResumableUploads resumable;
  private final long mostBytes;

  /**
   * Makes it.
   *
   * @param mostBytes that a file may have
   */
  public Resuming(
      FileAccess access,
      FileUploads uploads,
      FileJobs jobs,
      ResumableUploads resumable,
      long mostBytes) {
    this.access = access;
    this.uploads = uploads;
    this.jobs = jobs;
    this.resumable = resumable;
    this.mostBytes = mostBytes;
  }

  /** What is spoken here, for everybody. */
  void describe(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Tus-Resumable", VERSION);
    response.setHeader("Tus-Version", VERSION);
    response.setHeader(
        "Tus-Extension", "creation,creation-with-upload,termination,checksum,expiration");
    response.setHeader("Tus-Checksum-Algorithm", "md5,sha1,sha256");
    response.setHeader("Tus-Max-Size", Long.toString(mostBytes));
  }

  /** Refuses other versions of the protocol. */
  static void requireVersion(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Tus-Resumable", VERSION);
    if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
      throw new FilesException(FilesFault.PRECONDITION_FAILED, "Tus-Resumable must be 1.0.0.")
          .with(Map.of("Tus-Version", VERSION));
    }
  }

  void create(HttpServletRequest request, HttpServletResponse response)
      throws IOException, AccountsUnavailableException {
    FilesCaller caller = FilesCaller.of(request);
    access.requireWriter(caller.principal());
    long length = TusHeaders.number(request, "Upload-Length");
    if (length == 0) {
      throw FilesException.unreadable().because("the file has no bytes");
    }
    if (length > mostBytes) {
      throw new FilesException(FilesFault.TOO_LARGE, "The file is larger than is allowed here.");
    }
    String metadata = TusHeaders.metadata(request);
    Map<String, String> said = TusHeaders.pairs(metadata);
    FileName file =
        new FileName(
            said.getOrDefault("bucket_name", ""),
            said.getOrDefault("object_name", said.getOrDefault("filename", "")));
    var unused = JudgedFile.require(request, access, file, FilePrivilege.WRITE);
    String type = said.getOrDefault("filetype", said.getOrDefault("content_type", ""));
    FileJob job =
        resumable.create(
            new JobOrder(
                JobOwner.of(caller.principal()), file, NewFile.type(type), length, metadata));
    long offset = 0;
    if (PIECE.equals(request.getContentType())) {
      offset = first(request, caller, job);
    }
    response.setStatus(HttpServletResponse.SC_CREATED);
    response.setHeader("Location", request.getContextPath() + FilesPath.ROOT + "/tus/" + job.id());
    tell(response, job, offset);
  }

  /** The piece that comes with the creation: without it, nobody would learn of the upload. */
  private long first(HttpServletRequest request, FilesCaller caller, FileJob job)
      throws IOException, AccountsUnavailableException {
    boolean added = false;
    try {
      long offset = append(request, caller, job, 0);
      added = true;
      // A client that is told all of it was received asks no more.
      requireNotFailed(jobs.require(job.id(), job.order().owner()), FilesFault.BACKEND_REFUSED);
      return offset;
    } finally {
      if (!added) {
        jobs.cancel(job);
      }
    }
  }

  void show(HttpServletRequest request, HttpServletResponse response, String id)
      throws AccountsUnavailableException {
    FileJob job = job(request, id);
    response.setStatus(HttpServletResponse.SC_OK);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Upload-Length", Long.toString(job.order().length()));
    if (!job.order().metadata().isEmpty()) {
      response.setHeader("Upload-Metadata", job.order().metadata());
    }
    tell(response, job, job.progress().received());
  }

  void append(HttpServletRequest request, HttpServletResponse response, String id)
      throws IOException, AccountsUnavailableException {
    if (!PIECE.equals(request.getContentType())) {
      throw new FilesException(FilesFault.UNSUPPORTED_TYPE, "Content-Type must be " + PIECE + ".");
    }
    FileJob job = job(request, id);
    long offset =
        append(request, FilesCaller.of(request), job, TusHeaders.number(request, "Upload-Offset"));
    FileJob now = jobs.require(id, job.order().owner());
    requireNotFailed(now, FilesFault.BACKEND_REFUSED);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    tell(response, now, offset);
  }

  private long append(HttpServletRequest request, FilesCaller caller, FileJob job, long offset)
      throws IOException, AccountsUnavailableException {
    TusHeaders.Said said = TusHeaders.checksum(request);
    boolean allOrNothing =
        said.checksum() != null
            || !(caller.payload() instanceof Payload.Unsigned)
            || caller.isBodyDeclared(request);
    FileUploads.Turn turn = uploads.begin();
    try {
      return resumable.append(
          job,
          new ResumableUploads.Piece(
              new CountedBody(caller.body(request), request),
              offset,
              said.checksum(),
              said.value(),
              allOrNothing));
    } finally {
      turn.close();
    }
  }

  void terminate(HttpServletRequest request, HttpServletResponse response, String id)
      throws AccountsUnavailableException {
    resumable.terminate(job(request, id));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** One that failed or was ended is gone, so that a client begins anew. */
  private FileJob job(HttpServletRequest request, String id) throws AccountsUnavailableException {
    FileJob job = jobs.require(id, JobOwner.of(FilesCaller.of(request).principal()));
    JudgedFile.note(request, job.order().file());
    requireNotFailed(job, FilesFault.GONE);
    return job;
  }

  private static void requireNotFailed(FileJob job, FilesFault fault) {
    switch (job.progress().state()) {
      case FAILED -> throw new FilesException(fault, job.progress().error());
      case CANCELLED -> throw new FilesException(FilesFault.GONE, "The upload was ended.");
      case RECEIVING, QUEUED, RUNNING, STORING, DONE -> {}
    }
  }

  private static void tell(HttpServletResponse response, FileJob job, long offset) {
    response.setHeader("Upload-Offset", Long.toString(offset));
    if (job.progress().state() == JobState.RECEIVING) {
      response.setHeader("Upload-Expires", HttpDates.format(job.expires()));
    }
    if (offset == job.order().length()) {
      response.setHeader("X-Files-Job", job.id());
    }
  }
}
