package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.NewFile;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ReadHead;
import jakarta.servlet.http.HttpServletResponse;

/** Writes the headers of a file that is sent, the same for GET and HEAD. */
final class DownloadHeaders {

  private DownloadHeaders() {}

  static void write(HttpServletResponse response, FileName file, ReadHead head) {
    ByteRange.Resolved range = head.range();
    response.setStatus(
        range == null ? HttpServletResponse.SC_OK : HttpServletResponse.SC_PARTIAL_CONTENT);
    String type = NewFile.type(head.info().headers().getOrDefault("content-type", ""));
    response.setHeader("Content-Type", type);
    // Whatever type a file has: no browser runs it as a page of this origin.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox");
    response.setHeader("Content-Disposition", ContentDisposition.attachment(file.last()));
    response.setHeader("X-File-Name", ContentDisposition.percent(file.last()));
    response.setHeader("X-File-Type", type);
    response.setHeader("X-File-Size", Long.toString(head.info().size()));
    response.setHeader("Cache-Control", "private, no-cache");
    response.setHeader("ETag", head.info().eTag());
    response.setHeader("Last-Modified", HttpDates.format(head.info().lastModified()));
    response.setHeader("Accept-Ranges", "bytes");
    String encoding = head.info().headers().get("content-encoding");
    if (encoding != null && encoding.matches("[A-Za-z0-9, _-]{1,64}")) {
      response.setHeader("Content-Encoding", encoding);
    }
    if (range != null) {
      response.setHeader("Content-Range", range.contentRange());
    }
    response.setContentLengthLong(head.length());
  }
}
