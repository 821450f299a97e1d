package io.deltas3proxy.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A servlet that answers GET and HEAD. It refuses every other method by itself, so that no page of
 * a container is seen.
 */
public abstract class ReadServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    RequestContext.of(request).notAudited();
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      super.service(request, response);
      return;
    }
    byte[] body = "Method Not Allowed\n".getBytes(StandardCharsets.US_ASCII);
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    response.setHeader("Allow", "GET, HEAD");
    response.setContentType("text/plain");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    RequestContext.of(request).addBytesSent(body.length);
  }
}
