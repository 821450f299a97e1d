package io.deltas3proxy.audit;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.SafeTarget;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Adds one line for each request that decides something, when it has ended, however it ended. */
public final class AuditFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Consumer<String> lines;
  private final transient Clock clock;

  /**
   * Makes the filter.
   *
   * @param lines takes each line
   */
  public AuditFilter(Consumer<String> lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Instant start = Instant.now(clock).truncatedTo(ChronoUnit.MILLIS);
    boolean whole = false;
    try {
      chain.doFilter(request, response);
      whole = true;
    } finally {
      RequestContext context = RequestContext.of(request);
      if (context.audited()) {
        long millis = Duration.between(start, Instant.now(clock)).toMillis();
        String target = SafeTarget.of(request.getRequestURI(), request.getQueryString());
        lines.accept(
            AuditLine.of(
                context,
                new Exchange(
                    start, request.getMethod(), target, response.getStatus(), millis, !whole)));
      }
    }
  }
}
