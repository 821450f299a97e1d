package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Session;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Security Token Service at {@code /sts}, for GET queries and POST forms. */
public final class StsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(StsServlet.class);

  /** The path, with or without a slash at its end. */
  public static final String PATH = "/sts";

  private final transient SecurityTokenService service;
  private final transient CallerAuthentication authentication;
  private final transient StsCommandParser parser;

  public StsServlet(SecurityTokenService service, CallerAuthentication authentication) {
    this.service = service;
    this.authentication = authentication;
    this.parser = new StsCommandParser(service.longest());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] document;
    int status = HttpServletResponse.SC_OK;
    try {
      document = answer(request);
    } catch (AccountsUnavailableException | RuntimeException e) {
      StsException error = translated(e, RequestContext.of(request));
      status = error.code().status();
      document = StsDocuments.error(error, RequestContext.of(request).requestId());
      RequestContext.of(request).denial(error.reason());
    }
    send(request, response, status, document);
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

  private byte[] answer(HttpServletRequest request)
      throws IOException, AccountsUnavailableException {
    RequestContext context = RequestContext.of(request);
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.equals(PATH) && !path.equals(PATH + "/")) {
      throw new StsException(StsErrorCode.INVALID_ACTION, "There is nothing at this path");
    }
    StsForm form = StsForm.read(request);
    StsCommand command = parser.parse(StsParameters.parse(form.text()));
    context.operation(command.getClass().getSimpleName());
    return switch (command) {
      case StsCommand.AssumeRoleWithWebIdentity asked -> {
        WebSession session = service.assumeRoleWithWebIdentity(asked);
        context.user(session.session().accessKeyId());
        yield StsDocuments.assumeRoleWithWebIdentity(session, context.requestId());
      }
      case StsCommand.AssumeRole asked -> {
        Identity caller = caller(request, form);
        Session session = service.assumeRole(caller, asked);
        yield StsDocuments.assumeRole(session, context.requestId());
      }
      case StsCommand.GetCallerIdentity asked -> {
        Identity caller = caller(request, form);
        yield StsDocuments.callerIdentity(caller, service.sessionOf(caller), context.requestId());
      }
    };
  }

  private Identity caller(HttpServletRequest request, StsForm form)
      throws AccountsUnavailableException {
    Identity caller = authentication.authenticate(request, form.bodyHash());
    RequestContext.of(request).user(caller.accessKeyId());
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
