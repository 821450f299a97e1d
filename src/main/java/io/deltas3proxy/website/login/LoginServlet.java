package io.deltas3proxy.website.login;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of logging in and out, for each site: {@code /_proxy/login/<site>/callback} and {@code
 * /_proxy/login/<site>/logout}.
 */
public final class LoginServlet extends HttpServlet {

  /** To which the servlet is mapped, with all below it. */
  public static final String PATH = "/_proxy/login";

  static final String CALLBACK = "/callback";
  private static final String LOGOUT = "/logout";

  private static final long serialVersionUID = 1L;

  private final transient Map<String, SiteLogin> logins = new HashMap<>();
  private final transient Clock clock;

  public LoginServlet(List<SiteLogin> logins, Clock clock) {
    this.clock = clock;
    logins.forEach(login -> this.logins.put(login.settings().site().name(), login));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext.of(request).operation("WebsiteLogin");
    String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
    int slash = path.indexOf('/', 1);
    SiteLogin login = slash < 0 ? null : logins.get(path.substring(1, slash));
    Optional<String> origin =
        login == null ? Optional.empty() : login.origins().of(login.settings().site(), request);
    if (login == null || origin.isEmpty()) {
      LoginPage.ELSEWHERE.send(request, response);
      return;
    }
    switch (path.substring(slash)) {
      case CALLBACK -> callback(login, origin.get(), request, response);
      case LOGOUT -> logout(login, origin.get(), request, response);
      default -> LoginPage.ELSEWHERE.send(request, response);
    }
  }

  private void callback(
      SiteLogin login, String origin, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getMethod().equals("GET")) {
      new LoginCallback(login, clock).answer(origin, request, response);
    } else {
      LoginPage.METHOD.send(request, response);
    }
  }

  private static void logout(
      SiteLogin login, String origin, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> LoginPage.SIGN_OUT.send(request, response);
      case "POST" -> {
        // A page of somebody else must not sign a viewer out.
        if (!origin.equals(request.getHeader("Origin"))) {
          RequestContext.of(request).denial("signing out was asked for by another page");
          LoginPage.FOREIGN.send(request, response);
          return;
        }
        login.sessions().end(response, SiteLogin.isSecure(origin));
        response.setHeader("Clear-Site-Data", "\"cache\"");
        LoginPage.SIGNED_OUT.send(request, response);
      }
      default -> LoginPage.METHOD.send(request, response);
    }
  }
}
