package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Identity;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Takes every access key that a request names for verified, so that stores alone verify. */
final class BelievingFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, Identity> identities;

  BelievingFilter(Map<String, Identity> identities) {
    this.identities = identities;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    S3Exchange exchange = S3Exchange.of(request);
    String key = exchange.caller().accessKeyId();
    Identity identity = key == null ? null : identities.get(key);
    if (identity != null) {
      new S3Exchange(
              exchange.command(),
              new Caller(identity.principal(), key),
              identity,
              exchange.request())
          .attachTo(request);
    }
    chain.doFilter(request, response);
  }
}
