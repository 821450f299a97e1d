package io.deltas3proxy.metrics;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures the S3 requests, however they end. */
public final class MetricsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient RequestMetrics metrics;
  private final transient LongSupplier nanoTime;

  MetricsFilter(RequestMetrics metrics, LongSupplier nanoTime) {
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = nanoTime.getAsLong();
    metrics.begin();
    try {
      chain.doFilter(request, response);
    } finally {
      metrics.end(
          RequestContext.of(request),
          response.getStatus(),
          Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }
}
