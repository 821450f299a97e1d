package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.limits.Admission;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.limits.Pass;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Finds out who asks, and whether they ask for more than their limits allow. */
public final class FilesAuthenticationFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient FilesAuthentication authentication;
  private final transient Limits limits;

  public FilesAuthenticationFilter(FilesAuthentication authentication, Limits limits) {
    this.authentication = authentication;
    this.limits = limits;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    RequestContext context = RequestContext.of(request);
    FilesCaller caller = FilesCaller.ANONYMOUS;
    if (!FilesPath.of(request).isOpen(request.getMethod())) {
      caller = authenticated(request);
    }
    caller.attachTo(request);
    Principal principal = caller.principal();
    Identity identity = caller.identity();
    if (identity != null) {
      context.user(identity.accessKeyId());
    }
    if (principal != null) {
      context.caller(new VerifiedCaller(principal.user(), List.copyOf(principal.groups())));
    }
    switch (admission(caller, context)) {
      case Admission.Refused refused -> {
        context.limit(refused.limit().setting());
        throw new FilesException(FilesFault.TOO_MANY_REQUESTS, "Too many requests.")
            .because("over the limit " + refused.limit().setting())
            .with(Map.of("Retry-After", Long.toString(refused.retryAfterSeconds())));
      }
      case Admission.Admitted(Pass pass) -> {
        try {
          chain.doFilter(request, response);
        } finally {
          pass.end(context.bytesSent() + context.bytesReceived());
        }
      }
    }
  }

  private FilesCaller authenticated(HttpServletRequest request) throws ServletException {
    try {
      return authentication.authenticate(request);
    } catch (AccountsUnavailableException e) {
      throw new ServletException(e);
    }
  }

  private Admission admission(FilesCaller caller, RequestContext context) {
    Principal principal = caller.principal();
    Identity identity = caller.identity();
    if (principal == null) {
      return limits.admitAnonymous(context.clientAddress());
    }
    return identity == null || identity.sessionToken() != null
        ? limits.admitSession(principal.user())
        : limits.admit(identity.accessKeyId(), principal.user());
  }
}
