package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The administration interface: who asks is found out before anything else. */
public final class AdminServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** First segment of all paths. */
  public static final String PATH = "/admin";

  private static final String VERSION = PATH + "/v1";
  private static final Logger LOG = LoggerFactory.getLogger(AdminServlet.class);
  private static final String PROBLEM = "application/problem+json";
  private static final String INTERNAL = "An internal error occurred";

  private final transient List<Route> routes;
  private final transient Credentials credentials;

  public AdminServlet(AdminApi api, AdminTokens tokens, Clock clock) {
    this.routes = api.routes();
    this.credentials = new Credentials(tokens, clock);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    context.operation("Administration");
    try {
      Answer answer = answer(request, response);
      byte[] body = new byte[0];
      if (answer.body() != null) {
        body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
      }
      send(request, response, answer.status(), body);
    } catch (AccountsUnavailableException
        | AccountConflictException
        | TableUnavailableException
        | RuntimeException e) {
      refuse(request, response, translated(e, context));
    }
  }

  private Answer answer(HttpServletRequest request, HttpServletResponse response)
      throws AccountsUnavailableException, AccountConflictException, TableUnavailableException {
    RequestContext context = RequestContext.of(request);
    Administrator administrator = credentials.require(request).in(context.requestId());
    context.caller(new VerifiedCaller(administrator.name(), List.of()));
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.startsWith(VERSION + "/")) {
      throw nothing();
    }
    List<String> segments = RequestTarget.segments(path.substring(VERSION.length()));
    Map<String, String> query = RequestTarget.parameters(request.getQueryString());
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Optional<List<String>> names = route.match(segments);
      if (names.isPresent()) {
        methods.add(route.method());
        if (route.method().equals(request.getMethod())) {
          context.operation("Administration " + route.method() + " " + route.template());
          AdminRequest asked =
              new AdminRequest(administrator, names.get(), query, () -> RequestBody.read(request));
          return route.handler().answer(asked.withParameters(route.parameters()));
        }
      }
    }
    if (methods.isEmpty()) {
      throw nothing();
    }
    response.setHeader("Allow", String.join(", ", methods));
    throw new AdminException(405, "This resource is not for that method");
  }

  private static AdminException nothing() {
    return AdminException.missing("There is nothing at this path");
  }

  private static AdminException translated(Exception failure, RequestContext context) {
    return switch (failure) {
      case AdminException error -> error;
      case AccountConflictException conflict ->
          new AdminException(status(conflict.kind()), String.valueOf(conflict.getMessage()));
      case AccountsUnavailableException unavailable -> {
        context.denial(String.valueOf(unavailable.getMessage()));
        yield new AdminException(503, "The accounts cannot be reached now");
      }
      case TableUnavailableException unavailable -> {
        context.denial(String.valueOf(unavailable.getMessage()));
        yield new AdminException(503, "The table's log cannot be read now");
      }
      default -> {
        LOG.error("{}: request failed", context.requestId(), failure);
        yield new AdminException(500, INTERNAL);
      }
    };
  }

  private static int status(AccountConflictException.Kind kind) {
    return switch (kind) {
      case MISSING -> 404;
      case EXISTS -> 409;
      case INVALID -> 422;
    };
  }

  /** The phrase of a status: what a problem without a type of its own is called. */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AdminException error)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    String title = title(error.status());
    context.errorCode(title);
    if (context.denial() == null) {
      context.denial(error.detail());
    }
    ObjectNode problem =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", error.status())
            .put("detail", error.detail())
            .put("requestId", context.requestId());
    ArrayNode errors = problem.putArray("errors");
    for (AdminException.Flaw flaw : error.flaws()) {
      errors.addObject().put("path", flaw.path()).put("message", flaw.message());
    }
    if (error.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"administration\"");
    } else if (error.status() == 429) {
      response.setHeader("Retry-After", String.valueOf(FailedAttempts.WINDOW.toSeconds()));
    }
    response.setContentType(PROBLEM);
    send(request, response, error.status(), problem.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, int status, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (status != HttpServletResponse.SC_NO_CONTENT) {
      response.setContentLength(body.length);
    }
    response.getOutputStream().write(body);
    RequestContext.of(request).addBytesSent(body.length);
  }
}
