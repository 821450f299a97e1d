package io.deltas3proxy.website.login;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.http.VerifiedCaller;
import io.deltas3proxy.sts.LoginEndpoints;
import io.deltas3proxy.sts.LoginProvider;
import io.deltas3proxy.sts.ProviderUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The login of one site. */
public final class SiteLogin implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SiteLogin.class);

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Longer targets are forgotten on the way to the provider. */
  private static final int MOST_TARGET = 1024;

  private final LoginSettings settings;
  private final LoginProvider provider;
  private final ViewerSessions sessions;
  private final RequestOrigin origins;
  private final LoginKey key;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param proxies whose word on the scheme is taken
   */
  public SiteLogin(LoginSettings settings, LoginKey key, TrustedProxies proxies, Clock clock) {
    this.settings = settings;
    this.key = key;
    this.clock = clock;
    provider =
        new LoginProvider(settings.client().provider(), settings.client().id(), DEADLINE, clock);
    sessions = new ViewerSessions(settings, key, clock);
    origins = new RequestOrigin(proxies);
  }

  /**
   * Lets a viewer in who is known and may see the site; anybody else gets an answer: a browser is
   * sent to the provider.
   *
   * @return whether the viewer may see the site; otherwise the response is complete
   */
  public boolean admit(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestContext context = RequestContext.of(request);
    Optional<String> origin = origins.of(settings.site(), request);
    if (origin.isEmpty()) {
      context.denial("the request is for another host");
      LoginPage.ELSEWHERE.send(request, response);
      return false;
    }
    Optional<Viewer> viewer = sessions.viewer(request, isSecure(origin.get()));
    if (viewer.isEmpty()) {
      context.denial("nobody is signed in");
      begin(origin.get(), request, response);
      return false;
    }
    context.caller(new VerifiedCaller(viewer.get().user(), viewer.get().groups()));
    if (!settings.rules().admit(viewer.get().user(), viewer.get().groups())) {
      context.denial("the site does not let this viewer in");
      LoginPage.NOT_ALLOWED.send(request, response);
      return false;
    }
    return true;
  }

  private void begin(String origin, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!isNavigation(request)) {
      LoginPage.SIGN_IN.send(request, response);
      return;
    }
    boolean secure = isSecure(origin);
    LoginEndpoints endpoints;
    try {
      endpoints = provider.endpoints();
    } catch (ProviderUnavailableException e) {
      LOG.warn("Nobody can sign in to {}: {}", settings.site().name(), e.getMessage());
      LoginPage.UNAVAILABLE.send(request, response);
      return;
    }
    List<String> known = sessions.cookies().browsers(request, secure);
    String browser = known.isEmpty() ? key.random43() : known.getFirst();
    PendingLogin login =
        PendingLogin.begin(key, settings.site().name(), browser, target(request), clock.instant());
    sessions.cookies().setBrowser(response, secure, browser);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Location", question(endpoints, login, redirectUri(origin, request)));
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setContentLength(0);
  }

  /** Whether a person opens a page: a picture or a script of one cannot sign in. */
  private static boolean isNavigation(HttpServletRequest request) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      return false;
    }
    String mode = request.getHeader("Sec-Fetch-Mode");
    String accept = request.getHeader("Accept");
    return mode != null ? mode.equals("navigate") : accept != null && accept.contains("text/html");
  }

  private static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    return target.startsWith("/") && target.length() <= MOST_TARGET ? target : "";
  }

  private String question(LoginEndpoints endpoints, PendingLogin login, String redirectUri) {
    URI uri = endpoints.authorization();
    return uri
        + (uri.getRawQuery() == null ? "?" : "&")
        + "response_type=code&client_id="
        + encoded(settings.client().id())
        + "&redirect_uri="
        + encoded(redirectUri)
        + "&scope="
        + encoded(String.join(" ", settings.client().scopes()))
        + "&state="
        + login.state()
        + "&nonce="
        + login.nonce()
        + "&code_challenge="
        + challenge(login.verifier())
        + "&code_challenge_method=S256";
  }

  /** RFC 7636, section 4.2. */
  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Where the provider sends browsers back to. */
  String redirectUri(String origin, HttpServletRequest request) {
    return origin
        + request.getContextPath()
        + LoginServlet.PATH
        + "/"
        + settings.site().name()
        + LoginServlet.CALLBACK;
  }

  static boolean isSecure(String origin) {
    return origin.startsWith("https:");
  }

  LoginSettings settings() {
    return settings;
  }

  LoginProvider provider() {
    return provider;
  }

  ViewerSessions sessions() {
    return sessions;
  }

  RequestOrigin origins() {
    return origins;
  }

  PendingLogin pending(String state, String browser) {
    return new PendingLogin(key, settings.site().name(), state, browser);
  }

  @Override
  public void close() {
    provider.close();
  }
}
