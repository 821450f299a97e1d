package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.limits.Admission;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.limits.Pass;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Refuses what is over the limits of the caller, before a body is read and before any store is
 * asked. A key counts only when its signature was verified: a claimed one would let anybody use up
 * the limit of somebody else, or have as many limits as they like.
 */
public final class LimitFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Limits limits;

  public LimitFilter(Limits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestContext context = RequestContext.of(request);
    switch (admission(S3Exchange.of(request), context)) {
      case Admission.Refused refused -> refuse(refused, context);
      case Admission.Admitted(Pass pass) -> {
        try {
          chain.doFilter(request, response);
        } finally {
          pass.end(context.bytesSent() + context.bytesReceived());
        }
      }
    }
  }

  private Admission admission(S3Exchange exchange, RequestContext context) {
    Caller caller = exchange.caller();
    Identity identity = exchange.identity();
    if (identity == null || caller.principal() == null) {
      return limits.admitAnonymous(context.clientAddress());
    }
    String user = caller.principal().user();
    return identity.sessionToken() == null
        ? limits.admit(identity.accessKeyId(), user)
        : limits.admitSession(user);
  }

  private static void refuse(Admission.Refused refused, RequestContext context) {
    context.limit(refused.limit().setting());
    throw new S3Exception(S3ErrorCode.SLOW_DOWN)
        .because("over the limit " + refused.limit().setting())
        .with(Map.of("Retry-After", Long.toString(refused.retryAfterSeconds())));
  }
}
