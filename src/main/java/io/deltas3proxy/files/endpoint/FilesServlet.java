package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Everything below {@code /files}. */
public final class FilesServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The path of all of it. */
  public static final String PATH = FilesPath.ROOT;

  private final transient Uploading uploading;
  private final transient Downloading downloading;

  public FilesServlet(Uploading uploading, Downloading downloading) {
    this.uploading = uploading;
    this.downloading = downloading;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    switch (FilesPath.of(request)) {
      case FilesPath.Files files -> {
        switch (request.getMethod()) {
          case "POST" -> {
            context.operation("UploadFile");
            uploading.answer(request, response);
          }
          case "GET", "HEAD" -> {
            context.operation("DownloadFile");
            downloading.answer(request, response);
          }
          default -> options(request, response, "GET, HEAD, OPTIONS, POST");
        }
      }
      default ->
          throw new FilesException(FilesFault.NOTHING_HERE, "There is nothing at this path.");
    }
  }

  private static void options(
      HttpServletRequest request, HttpServletResponse response, String methods) {
    if (!request.getMethod().equals("OPTIONS")) {
      throw new FilesException(FilesFault.METHOD_NOT_ALLOWED, "Method Not Allowed")
          .with(Map.of("Allow", methods));
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Allow", methods);
  }
}
