package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Cors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells browsers which web pages may read a site (Fetch standard, "CORS protocol"). */
final class CorsAnswers {

  static final String METHODS = "GET, HEAD, OPTIONS";

  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  /** Example: {@code range, if-none-match}. */
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,2000}");

  /** Example: {@code www.example.com:8443}. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  private CorsAnswers() {}

  /** What a GET or HEAD says. */
  static void add(Cors cors, HttpServletRequest request, HttpServletResponse response) {
    if (cors.origins().isEmpty()) {
      return;
    }
    cors.allowed(request.getHeader("Origin"))
        .ifPresent(origin -> {
          response.setHeader(ALLOW_ORIGIN, origin);
          response.setHeader(
              "Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag");
        });
  }

  /** The answer to OPTIONS: without rules, pages of the site itself may read it, as always. */
  static void preflight(Cors cors, HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Allow", METHODS);
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    String host = request.getHeader("Host");
    boolean named = host != null && HOST.matcher(host).matches();
    cors.allowed(request.getHeader("Origin"))
        .or(() -> named ? Optional.of(request.getScheme() + "://" + host) : Optional.empty())
        .ifPresent(origin -> response.setHeader(ALLOW_ORIGIN, origin));
    if (cors.origins().isEmpty()) {
      return;
    }
    String names = request.getHeader("Access-Control-Request-Headers");
    if (names != null && HEADER_NAMES.matcher(names).matches()) {
      response.setHeader("Access-Control-Allow-Headers", names);
    }
    response.setHeader("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
    if (cors.varies()) {
      response.setHeader("Vary", "Origin");
    }
  }
}
