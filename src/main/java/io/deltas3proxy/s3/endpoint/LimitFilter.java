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
import java.time.Duration;
import java.util.Map;

/**
 * Refuses what is over the limits of the caller, before a body is read and before any store is
 * asked. A key counts only when its signature was verified: a claimed one would let anybody use up
 * the limit of somebody else, or have as many limits as they like.
 */
public final class LimitFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Groups of an IPv6 address that name its network: one client has all addresses behind them. */
  private static final int NETWORK_GROUPS = 4;

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
          pass.end(context.bytesSent());
        }
      }
    }
  }

  private Admission admission(S3Exchange exchange, RequestContext context) {
    Caller caller = exchange.caller();
    Identity identity = exchange.identity();
    if (identity == null || caller.principal() == null) {
      return limits.admitAnonymous(network(context.clientAddress()));
    }
    String user = caller.principal().user();
    // Whoever may take on sessions may have any number of them: they count together.
    String key = identity.sessionToken() == null ? identity.accessKeyId() : "sessions of " + user;
    return limits.admit(key, user);
  }

  /** Of an IPv6 address its first 64 bits, of any other the whole. */
  static String network(String address) {
    int end = -1;
    for (int group = 0; group < NETWORK_GROUPS; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }

  private static void refuse(Admission.Refused refused, RequestContext context) {
    context.limit(refused.limit().setting());
    // Whole seconds, as the header has them, and not before the wait is over.
    Duration delay = refused.delay().plusMillis(999);
    throw new S3Exception(S3ErrorCode.SLOW_DOWN)
        .because("over the limit " + refused.limit().setting())
        .with(Map.of("Retry-After", Long.toString(Math.max(1, delay.toSeconds()))));
  }
}
