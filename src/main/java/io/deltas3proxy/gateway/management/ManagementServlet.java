package io.deltas3proxy.gateway.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.admin.Administrator;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management of the gateway: who asks is found out before anything else. What goes wrong is
 * answered by {@code {"detail": ...}}.
 */
public final class ManagementServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** What it is to be mapped to. */
  public static final List<String> PATHS =
      List.of(
          "/health", "/providers", "/backends", "/bucket-config", "/initialize-bucket", "/api/*");

  private static final Logger LOG = LoggerFactory.getLogger(ManagementServlet.class);

  private final transient List<ManagementRoute> routes;
  private final transient ManagementAccess access;

  public ManagementServlet(List<ManagementRoute> routes, ManagementAccess access) {
    this.routes = List.copyOf(routes);
    this.access = access;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.operation("Management");
    ManagementAnswer answer;
    try {
      answer = answer(request, response, context);
    } catch (MetadataUnavailableException
        | AccountsUnavailableException
        | AccountConflictException
        | RuntimeException e) {
      ManagementException failure = translated(e, context);
      context.errorCode(String.valueOf(failure.status()));
      if (context.denial() == null) {
        context.denial(failure.detail());
      }
      answer =
          new ManagementAnswer(
              failure.status(),
              JsonNodeFactory.instance.objectNode().put("detail", failure.detail()));
    }
    send(response, answer, context);
  }

  private ManagementAnswer answer(
      HttpServletRequest request, HttpServletResponse response, RequestContext context)
      throws MetadataUnavailableException, AccountsUnavailableException, AccountConflictException {
    Optional<Administrator> known = access.find(request);
    known.ifPresent(by -> context.caller(new VerifiedCaller(by.name(), List.of())));
    String path = request.getRequestURI().substring(request.getContextPath().length());
    List<String> segments = ManagementTarget.segments(path);
    Set<String> methods = new TreeSet<>();
    boolean mayKnow = known.isPresent();
    for (ManagementRoute route : routes) {
      Optional<List<String>> names = route.match(segments);
      if (names.isPresent() && route.method().equals(request.getMethod())) {
        if (known.isEmpty() && !route.open()) {
          throw unknown(response);
        }
        context.operation("Management " + route.method() + " " + route.template());
        Administrator by = known.orElse(ManagementAccess.NOBODY);
        return route
            .handler()
            .answer(
                new ManagementRequest(
                    new Administrator(by.name(), context.requestId()),
                    names.get(),
                    ManagementTarget.parameters(request.getQueryString()),
                    () -> JsonRequestBody.read(request)));
      }
      if (names.isPresent()) {
        methods.add(route.method());
        mayKnow |= route.open();
      }
    }
    if (!mayKnow) {
      throw unknown(response);
    }
    if (methods.isEmpty()) {
      throw ManagementException.missing("Not Found");
    }
    response.setHeader("Allow", String.join(", ", methods));
    throw new ManagementException(405, "Method Not Allowed");
  }

  private static ManagementException unknown(HttpServletResponse response) {
    response.setHeader("WWW-Authenticate", "Bearer realm=\"gateway\"");
    return new ManagementException(401, "A valid bearer token of an administrator is needed");
  }

  private static ManagementException translated(Exception failure, RequestContext context) {
    return switch (failure) {
      case ManagementException error -> error;
      case AccountConflictException conflict ->
          new ManagementException(
              switch (conflict.kind()) {
                case MISSING -> 404;
                case EXISTS -> 409;
                case INVALID -> 422;
              },
              String.valueOf(conflict.getMessage()));
      case AccountsUnavailableException unavailable -> {
        context.denial(String.valueOf(unavailable.getMessage()));
        yield new ManagementException(503, "The accounts cannot be reached now");
      }
      case MetadataUnavailableException unavailable -> {
        context.denial(String.valueOf(unavailable.getMessage()));
        yield new ManagementException(503, "The metadata cannot be reached now");
      }
      default -> {
        LOG.error("{}: request failed", context.requestId(), failure);
        yield new ManagementException(500, "Internal Server Error");
      }
    };
  }

  private static void send(
      HttpServletResponse response, ManagementAnswer answer, RequestContext context)
      throws IOException {
    byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    context.addBytesSent(body.length);
  }
}
