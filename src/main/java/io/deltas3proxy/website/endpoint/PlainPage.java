package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Pages that no site has: errors without a page of their own. Nothing of a request is in them. */
public final class PlainPage {

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          429, "Too Many Requests",
          500, "Internal Server Error",
          502, "Bad Gateway",
          503, "Service Unavailable");

  private PlainPage() {}

  /** Sends an error. */
  public static void send(int status, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String title = status + " " + TITLES.getOrDefault(status, "Error");
    String text =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1></body></html>\n";
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    sendHtml(text, request, response);
  }

  /** Sends a page that was made for this request. */
  static void sendHtml(String text, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
      RequestContext.of(request).addBytesSent(bytes.length);
    }
  }
}
