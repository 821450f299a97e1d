package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileTarget;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.QueryParameters;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code GET} and {@code HEAD /files?bucket_name=...&object_name=...}. */
public final class Downloading {

  private static final int BUFFER = 64 * 1024;

  private final FileAccess access;
  private final long pieceBytes;

  /**
   * Makes it.
   *
   * @param pieceBytes after so many bytes, at the latest, what was sent is on its way
   */
  public Downloading(FileAccess access, long pieceBytes) {
    this.access = access;
    this.pieceBytes = pieceBytes;
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    FileName file = name(request);
    FileTarget target = JudgedFile.require(request, access, file, FilePrivilege.READ);
    FileReading reading = FileReading.of(request, target);
    try {
      if (request.getMethod().equals("HEAD")) {
        DownloadHeaders.write(response, file, reading.head());
        return;
      }
      try (ObjectContent content = reading.open()) {
        DownloadHeaders.write(response, file, content.head());
        RequestContext.of(request).markProxied();
        send(content, response, RequestContext.of(request));
      }
    } catch (StoreException.NotModified e) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      response.setHeader("ETag", e.eTag());
      response.setHeader("Last-Modified", HttpDates.format(e.lastModified()));
    } catch (StoreException e) {
      if (response.isCommitted()) {
        throw e;
      }
      throw translated(e, file);
    }
  }

  /** As forms have it, a plus is a space here. */
  static QueryParameters query(HttpServletRequest request) {
    String query = request.getQueryString();
    return QueryParameters.parse(query == null ? null : query.replace("+", "%20"));
  }

  private static FileName name(HttpServletRequest request) {
    QueryParameters parameters = query(request);
    String bucket = parameters.get("bucket_name");
    String object = parameters.get("object_name");
    if (bucket == null || object == null) {
      throw new FilesException(
          FilesFault.INVALID_FIELD,
          "The parameters bucket_name and object_name are needed in the query.");
    }
    return new FileName(bucket, object);
  }

  /** Exactly what was promised, or it throws and the connection is cut. */
  private void send(ObjectContent content, HttpServletResponse response, RequestContext context)
      throws IOException {
    InputStream body = content.body();
    OutputStream out = response.getOutputStream();
    byte[] buffer = new byte[BUFFER];
    long left = content.head().length();
    long unsent = 0;
    while (left > 0) {
      int read = read(body, buffer, (int) Math.min(buffer.length, left));
      out.write(buffer, 0, read);
      context.addBytesSent(read);
      left -= read;
      unsent += read;
      if (unsent >= pieceBytes) {
        response.flushBuffer();
        unsent = 0;
      }
    }
  }

  /** What the store does wrong is never taken for something that the client did. */
  private static int read(InputStream body, byte[] buffer, int wanted) throws StoreException {
    try {
      int read = body.read(buffer, 0, wanted);
      if (read > 0) {
        return read;
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException.Unavailable("the body broke off", e);
    }
    throw new StoreException.Unavailable("the body ended early");
  }

  private static FilesException translated(StoreException failure, FileName file) {
    return switch (failure) {
      case StoreException.NotFound e -> FileAccess.fileMissing(file);
      case StoreException.PreconditionFailed e ->
          new FilesException(FilesFault.PRECONDITION_FAILED, "A condition does not hold.");
      case StoreException.RangeNotSatisfiable e ->
          new FilesException(FilesFault.RANGE_NOT_SATISFIABLE, "The range is outside of the file.")
              .with(e.size() < 0 ? Map.of() : Map.of("Content-Range", "bytes */" + e.size()));
      default ->
          new FilesException(FilesFault.UNAVAILABLE, "The store cannot be reached now.")
              .because(failure.toString());
    };
  }
}
