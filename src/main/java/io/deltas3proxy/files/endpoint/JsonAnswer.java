package io.deltas3proxy.files.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends JSON. */
final class JsonAnswer {

  private JsonAnswer() {}

  static void send(
      HttpServletRequest request, HttpServletResponse response, int status, JsonNode document)
      throws IOException {
    byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!response.containsHeader("Cache-Control")) {
      response.setHeader("Cache-Control", "no-store");
    }
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
      RequestContext.of(request).addBytesSent(body.length);
    }
  }
}
