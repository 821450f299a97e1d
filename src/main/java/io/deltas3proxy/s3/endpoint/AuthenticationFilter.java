package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.s3.protocol.ParsedRequest;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestParser;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3Command;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.signature.SignatureAuthentication;
import io.deltas3proxy.s3.signature.SignatureAuthentication.Authenticated;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request, once, and says who sent it. A malformed request ends here, before anybody is
 * asked for.
 *
 * <p>Where signatures are required, all but what browsers ask beforehand must be signed, and the
 * body that others read behind this filter is what was signed. Else everybody is anonymous: an
 * access key id is taken down for counting, nothing more.
 */
public final class AuthenticationFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient RequestParser parser;
  private final transient @Nullable SignatureAuthentication authentication;

  /**
   * Makes the filter.
   *
   * @param authentication that every request must pass; {@code null} to verify nobody
   */
  public AuthenticationFilter(
      RequestParser parser, @Nullable SignatureAuthentication authentication) {
    this.parser = parser;
    this.authentication = authentication;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RawRequest raw = ServletRequests.raw(request);
    ParsedRequest parsed = parser.parse(raw);
    RequestContext context = RequestContext.of(request);
    context.operation(parsed.command().operation());
    String accessKeyId = parsed.credential().accessKeyId();
    if (accessKeyId != null) {
      context.user(accessKeyId);
    }
    if (authentication == null) {
      context.believeClaim();
    }
    if (authentication == null || parsed.command() instanceof S3Command.Preflight) {
      new S3Exchange(parsed.command(), Caller.claiming(accessKeyId), null, raw).attachTo(request);
      chain.doFilter(unverified(request, parsed.command(), raw), response);
      return;
    }
    Authenticated caller = authenticated(authentication, raw);
    Identity identity = caller.identity();
    new S3Exchange(
            parsed.command(),
            new Caller(identity.principal(), identity.accessKeyId()),
            identity,
            raw)
        .attachTo(request);
    chain.doFilter(new VerifiedBodyRequest(request, caller.payload()), response);
  }

  /** A body that comes in chunks is still to be taken out of them. */
  private static HttpServletRequest unverified(
      HttpServletRequest request, S3Command command, RawRequest raw) {
    return command instanceof S3Change && !(command instanceof S3Change.Unserved)
        ? new VerifiedBodyRequest(request, SignatureAuthentication.unverified(raw))
        : request;
  }

  private static Authenticated authenticated(
      SignatureAuthentication authentication, RawRequest request) throws ServletException {
    try {
      return authentication
          .authenticate(request)
          .orElseThrow(() ->
              new S3Exception(S3ErrorCode.ACCESS_DENIED).because("the request is not signed"));
    } catch (AccountsUnavailableException e) {
      throw new ServletException(e);
    }
  }
}
