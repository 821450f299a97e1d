package io.deltas3proxy.app;

import io.deltas3proxy.http.ReadServlet;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers one question about the health of the proxy as JSON; for GET and HEAD. */
final class HealthServlet extends ReadServlet {

  private static final long serialVersionUID = 1L;

  private final transient Supplier<Health> health;

  HealthServlet(Supplier<Health> health) {
    this.health = health;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.operation("Health");
    Health now = health.get();
    byte[] body = now.toJson().getBytes(StandardCharsets.UTF_8);
    response.setStatus(
        now.good() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    context.addBytesSent(body.length);
  }
}
