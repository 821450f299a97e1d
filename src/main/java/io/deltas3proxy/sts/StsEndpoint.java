package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.accounts.Session;
import io.deltas3proxy.http.IssuedKey;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.limits.Limits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests of the Security Token Service, in whatever way they come in. */
public final class StsEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(StsEndpoint.class);
  private final SecurityTokenService service;
  private final CallerAuthentication authentication;
  private final Limits limits;
  private final StsCommandParser parser;

  /**
   * Makes it.
   *
   * @param limits that S3 has: what a caller asks for here counts as what they ask for there
   */
  public StsEndpoint(
      SecurityTokenService service, CallerAuthentication authentication, Limits limits) {
    this.service = service;
    this.authentication = authentication;
    this.limits = limits;
    this.parser = new StsCommandParser(service.longest());
  }

  /** Answers one request; a failure is an answer, too. */
  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try (LimitedRequest limited = new LimitedRequest(limits, request, response)) {
      try {
        send(request, response, HttpServletResponse.SC_OK, answer(request, limited));
      } catch (AccountsUnavailableException | RuntimeException e) {
        refuse(request, response, translated(e, RequestContext.of(request)));
      }
    }
  }

  void refuse(HttpServletRequest request, HttpServletResponse response, StsException error)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.denial(error.reason());
    context.errorCode(error.code().wireCode());
    byte[] document = StsDocuments.error(error, context.requestId());
    send(request, response, error.code().status(), document);
  }

  private static StsException translated(Exception failure, RequestContext context) {
    return switch (failure) {
      case StsException error -> error;
      case AccountsUnavailableException unavailable ->
          new StsException(
                  StsErrorCode.SERVICE_UNAVAILABLE, "The service cannot answer now. Try again.")
              .because(String.valueOf(unavailable.getMessage()));
      default -> {
        LOG.error("{}: request failed", context.requestId(), failure);
        yield new StsException(StsErrorCode.INTERNAL_FAILURE, "An internal error occurred.");
      }
    };
  }

  private byte[] answer(HttpServletRequest request, LimitedRequest limited)
      throws IOException, AccountsUnavailableException {
    RequestContext context = RequestContext.of(request);
    StsForm form = StsForm.read(request);
    StsCommand command = parser.parse(StsParameters.parse(form.text()));
    context.operation(command.getClass().getSimpleName());
    return switch (command) {
      case StsCommand.AssumeRoleWithWebIdentity asked -> {
        limited.admitAnonymous();
        WebIdentity identity = service.verified(asked);
        context.caller(new VerifiedCaller(identity.user(), List.copyOf(identity.groups())));
        WebSession session = service.assumeRoleWithWebIdentity(identity, asked.request());
        context.user(session.session().accessKeyId());
        context.issued(issued(session.session()));
        yield StsDocuments.assumeRoleWithWebIdentity(session, context.requestId());
      }
      case StsCommand.AssumeRole asked -> {
        Identity caller = caller(request, form);
        limited.admit(caller);
        Session session = service.assumeRole(caller, asked);
        context.issued(issued(session));
        yield StsDocuments.assumeRole(session, context.requestId());
      }
      case StsCommand.GetCallerIdentity asked -> {
        Identity caller = caller(request, form);
        limited.admit(caller);
        yield StsDocuments.callerIdentity(caller, service.sessionOf(caller), context.requestId());
      }
    };
  }

  private static IssuedKey issued(Session session) {
    return new IssuedKey(session.accessKeyId(), session.claims().role().name());
  }

  private Identity caller(HttpServletRequest request, StsForm form)
      throws AccountsUnavailableException {
    Identity caller = authentication.authenticate(request, form.bodyHash());
    RequestContext context = RequestContext.of(request);
    context.user(caller.accessKeyId());
    Principal principal = caller.principal();
    context.caller(new VerifiedCaller(principal.user(), List.copyOf(principal.groups())));
    return caller;
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, int status, byte[] document)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    response.setStatus(status);
    response.setContentType("text/xml");
    response.setHeader("x-amzn-RequestId", context.requestId());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(document.length);
    response.getOutputStream().write(document);
    context.addBytesSent(document.length);
  }
}
