package io.deltas3proxy.website.login;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.sts.CodeExchange;
import io.deltas3proxy.sts.LoginRefusedException;
import io.deltas3proxy.sts.ProviderUnavailableException;
import io.deltas3proxy.sts.WebIdentity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a provider sends a browser back to (OpenID Connect Core 1.0, section 3.1.2.5). */
final class LoginCallback {

  private static final Logger LOG = LoggerFactory.getLogger(LoginCallback.class);
  private static final int MOST_CODE = 4096;

  private final SiteLogin login;
  private final Clock clock;

  LoginCallback(SiteLogin login, Clock clock) {
    this.login = login;
    this.clock = clock;
  }

  void answer(String origin, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean secure = SiteLogin.isSecure(origin);
    Optional<PendingLogin> found = pending(request, secure);
    Optional<String> target = found.flatMap(pending -> pending.target(clock.instant()));
    if (found.isEmpty() || target.isEmpty() || isOfAnotherIssuer(request)) {
      RequestContext.of(request).denial("this login did not begin here");
      LoginPage.STALE.send(request, response);
      return;
    }
    String code = only(request, "code");
    if (code == null || code.length() > MOST_CODE) {
      RequestContext.of(request).denial("the provider sent no code");
      LoginPage.REFUSED.send(request, response);
      return;
    }
    CodeExchange shown =
        new CodeExchange(
            code,
            login.redirectUri(origin, request),
            found.get().verifier(),
            found.get().nonce(),
            login.settings().client().secret());
    exchange(shown, origin, target.get(), request, response);
  }

  private void exchange(
      CodeExchange shown,
      String origin,
      String target,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    WebIdentity identity;
    try {
      identity = login.provider().exchange(shown);
    } catch (LoginRefusedException e) {
      context.denial("" + e.getMessage());
      LoginPage.REFUSED.send(request, response);
      return;
    } catch (ProviderUnavailableException e) {
      LOG.warn("A login to {} failed: {}", login.settings().site().name(), e.getMessage());
      LoginPage.UNAVAILABLE.send(request, response);
      return;
    }
    context.caller(new VerifiedCaller(identity.user(), List.copyOf(identity.groups())));
    if (!login.settings().rules().admit(identity.user(), identity.groups())) {
      context.denial("the site does not let this viewer in");
      LoginPage.NOT_ALLOWED.send(request, response);
      return;
    }
    var unused = login.sessions().begin(identity, response, SiteLogin.isSecure(origin));
    String base = request.getContextPath() + login.settings().site().base();
    // With our own origin before it, no target leads to another server.
    response.setHeader("Location", origin + (target.isEmpty() ? base : target));
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setContentLength(0);
  }

  private Optional<PendingLogin> pending(HttpServletRequest request, boolean secure) {
    String state = only(request, "state");
    if (state == null) {
      return Optional.empty();
    }
    return login.sessions().cookies().browsers(request, secure).stream()
        .map(browser -> login.pending(state, browser))
        .filter(pending -> pending.target(clock.instant()).isPresent())
        .findFirst();
  }

  /** RFC 9207, for providers that name themselves. */
  private boolean isOfAnotherIssuer(HttpServletRequest request) {
    String issuer = request.getParameter("iss");
    return issuer != null && !issuer.equals(login.provider().issuer());
  }

  /** A parameter that is there once. */
  private static @Nullable String only(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values != null && values.length == 1 ? values[0] : null;
  }
}
