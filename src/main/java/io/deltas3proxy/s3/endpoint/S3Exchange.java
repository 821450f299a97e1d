package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3Command;
import jakarta.servlet.ServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the filters found out of a request: what it asks, and who asks.
 *
 * @param identity the access key whose signature was verified; {@code null} without one
 * @param request as it was sent, for backends that see the caller's own signature
 */
public record S3Exchange(
    S3Command command, Caller caller, @Nullable Identity identity, RawRequest request) {

  private static final String ATTRIBUTE = S3Exchange.class.getName();

  /** The exchange that the authentication filter attached. */
  public static S3Exchange of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof S3Exchange exchange) {
      return exchange;
    }
    throw new IllegalStateException("the authentication filter did not run");
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
    Principal principal = caller.principal();
    if (principal != null) {
      RequestContext.of(request)
          .caller(new VerifiedCaller(principal.user(), List.copyOf(principal.groups())));
    }
  }
}
