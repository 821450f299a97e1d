package io.deltas3proxy.s3.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells browsers which web pages may read the answers (Fetch standard, "CORS protocol"). */
public final class CorsHeaders {

  private static final String ANY = "*";
  private static final String METHODS = "GET, HEAD";
  private static final String EXPOSED =
      "ETag, Content-Length, Content-Range, Accept-Ranges, Last-Modified, x-amz-request-id,"
          + " x-amz-id-2, x-amz-bucket-region";

  /** Example: {@code range,x-amz-date, authorization}. */
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,2000}");

  private final CorsSettings settings;

  public CorsHeaders(CorsSettings settings) {
    this.settings = settings;
  }

  /** The headers of every answer. */
  void addTo(HttpServletRequest request, HttpServletResponse response) {
    if (settings.allowedOrigins().isEmpty()) {
      return;
    }
    boolean any = settings.allowedOrigins().contains(ANY);
    if (!any) {
      response.addHeader("Vary", "Origin");
    }
    String origin = request.getHeader("Origin");
    if (origin != null && (any || settings.allowedOrigins().contains(origin))) {
      response.setHeader("Access-Control-Allow-Origin", any ? ANY : origin);
      response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  /** What the answer to a preflight request says beside that. */
  public void addPermissions(HttpServletRequest request, HttpServletResponse response) {
    if (response.getHeader("Access-Control-Allow-Origin") == null) {
      return;
    }
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    @Nullable String names = request.getHeader("Access-Control-Request-Headers");
    if (names != null && HEADER_NAMES.matcher(names).matches()) {
      response.setHeader("Access-Control-Allow-Headers", names);
    }
    response.setHeader("Access-Control-Max-Age", Long.toString(settings.maxAge().toSeconds()));
  }
}
