package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.QueryParameters;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Everything below {@code /files}. */
public final class FilesServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The path of all of it. */
  public static final String PATH = FilesPath.ROOT;

  private final transient Uploading uploading;
  private final transient Downloading downloading;
  private final transient Optional<BackgroundServices> background;
  private final transient FilesDescription description = new FilesDescription();

  /**
   * Makes it.
   *
   * @param background what needs a database
   */
  public FilesServlet(
      Uploading uploading, Downloading downloading, Optional<BackgroundServices> background) {
    this.uploading = uploading;
    this.downloading = downloading;
    this.background = background;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      switch (FilesPath.of(request)) {
        case FilesPath.Files files -> files(request, response);
        case FilesPath.Job(String id) -> job(request, response, id);
        case FilesPath.Uploads all -> uploads(request, response);
        case FilesPath.Upload(String id) -> upload(request, response, id);
        case FilesPath.Description document -> describe(request, response);
        case FilesPath.Nothing nothing -> throw nothing();
      }
    } catch (AccountsUnavailableException e) {
      throw new ServletException(e);
    }
  }

  private void files(HttpServletRequest request, HttpServletResponse response)
      throws IOException, AccountsUnavailableException {
    switch (request.getMethod()) {
      case "POST" -> {
        operation(request, "UploadFile");
        if (isAsync(request)) {
          services().uploading().answer(request, response);
        } else {
          uploading.answer(request, response);
        }
      }
      case "GET", "HEAD" -> {
        operation(request, "DownloadFile");
        downloading.answer(request, response);
      }
      default -> options(request, response, "GET, HEAD, OPTIONS, POST");
    }
  }

  private static boolean isAsync(HttpServletRequest request) {
    return switch (QueryParameters.parse(request.getQueryString()).get("async")) {
      case "true" -> true;
      case "false" -> false;
      case null -> false;
      default -> throw new FilesException(FilesFault.INVALID_FIELD, "async must be true or false.");
    };
  }

  private void job(HttpServletRequest request, HttpServletResponse response, String id)
      throws IOException, AccountsUnavailableException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        operation(request, "ShowFileJob");
        services().jobs().show(request, response, id);
      }
      case "DELETE" -> {
        operation(request, "CancelFileJob");
        services().jobs().cancel(request, response, id);
      }
      default -> options(request, response, "DELETE, GET, HEAD, OPTIONS");
    }
  }

  private void uploads(HttpServletRequest request, HttpServletResponse response)
      throws IOException, AccountsUnavailableException {
    switch (request.getMethod()) {
      case "OPTIONS" -> services().resuming().describe(response);
      case "POST" -> {
        operation(request, "BeginUpload");
        Resuming.requireVersion(request, response);
        services().resuming().create(request, response);
      }
      default -> options(request, response, "OPTIONS, POST");
    }
  }

  private void upload(HttpServletRequest request, HttpServletResponse response, String id)
      throws IOException, AccountsUnavailableException {
    String other = request.getHeader("X-HTTP-Method-Override");
    boolean overridden = other != null && request.getMethod().equals("POST");
    switch (overridden ? other : request.getMethod()) {
      case "OPTIONS" -> services().resuming().describe(response);
      case "HEAD" -> {
        operation(request, "ShowUpload");
        Resuming.requireVersion(request, response);
        services().resuming().show(request, response, id);
      }
      case "PATCH" -> {
        operation(request, "AppendToUpload");
        Resuming.requireVersion(request, response);
        services().resuming().append(request, response, id);
      }
      case "DELETE" -> {
        operation(request, "EndUpload");
        Resuming.requireVersion(request, response);
        services().resuming().terminate(request, response, id);
      }
      case null, default -> options(request, response, "DELETE, HEAD, OPTIONS, PATCH");
    }
  }

  private void describe(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        operation(request, "DescribeFiles");
        description.answer(request, response);
      }
      default -> options(request, response, "GET, HEAD, OPTIONS");
    }
  }

  private BackgroundServices services() {
    return background.orElseThrow(() ->
        new FilesException(
            FilesFault.NOT_ENABLED, "Uploads in the background need databaseEnabled."));
  }

  private static FilesException nothing() {
    return new FilesException(FilesFault.NOTHING_HERE, "There is nothing at this path.");
  }

  private static void operation(HttpServletRequest request, String name) {
    RequestContext.of(request).operation(name);
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
