package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.ParsedRequest;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3CommandParser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Reads the request, once, and says who sent it. A malformed request ends here, before anybody is
 * asked for. Everybody is anonymous: an access key id is taken down for counting, nothing more.
 */
public final class AuthenticationFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient S3CommandParser parser;

  public AuthenticationFilter(S3CommandParser parser) {
    this.parser = parser;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RawRequest raw =
        new RawRequest(
            request.getMethod(),
            request.getContextPath(),
            request.getRequestURI(),
            request.getQueryString(),
            new ServletHeaders(request));
    ParsedRequest parsed = parser.parse(raw);
    RequestContext context = RequestContext.of(request);
    context.operation(parsed.command().operation());
    String accessKeyId = parsed.credential().accessKeyId();
    if (accessKeyId != null) {
      context.user(accessKeyId);
    }
    new S3Exchange(parsed.command(), Caller.claiming(accessKeyId), null, raw).attachTo(request);
    chain.doFilter(request, response);
  }
}
