package io.deltas3proxy.metrics;

import io.deltas3proxy.http.ReadServlet;
import io.deltas3proxy.http.RequestContext;
import io.prometheus.client.exporter.common.TextFormat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Gives the metrics on the main port. */
public final class MetricsServlet extends ReadServlet {

  private static final long serialVersionUID = 1L;

  private final transient ProxyMetrics metrics;

  public MetricsServlet(ProxyMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext.of(request).operation("Metrics");
    StringWriter text = new StringWriter();
    metrics.write(text);
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    response.setContentType(TextFormat.CONTENT_TYPE_004);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    RequestContext.of(request).addBytesSent(body.length);
  }
}
