package io.deltas3proxy.app;

import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.website.login.LoginKey;
import io.deltas3proxy.website.login.LoginServlet;
import io.deltas3proxy.website.login.SiteLogin;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins of private sites. */
final class LoginParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoginParts.class);

  private final Optional<LoginKey> key;
  private final TrustedProxies proxies;
  private final Clock clock;
  private final Map<String, SiteLogin> logins = new HashMap<>();

  LoginParts(Optional<LoginKey> key, TrustedProxies proxies, Clock clock) {
    this.key = key;
    this.proxies = proxies;
    this.clock = clock;
  }

  /** Makes the logins, and registers the paths that they need; by names of sites. */
  Map<String, SiteLogin> register(Map<String, SiteGuard> guards, ServletContext context) {
    LoginKey sealing = key.orElseGet(LoginKey::random);
    guards.forEach((site, guard) ->
        guard
            .login()
            .ifPresent(
                settings -> logins.put(site, new SiteLogin(settings, sealing, proxies, clock))));
    if (!logins.isEmpty()) {
      if (key.isEmpty()) {
        LOG.warn(
            "website.loginKey is not given: viewers sign in again when this process starts anew,"
                + " and other instances do not know them");
      }
      context
          .addServlet("WebsiteLogin", new LoginServlet(List.copyOf(logins.values()), clock))
          .addMapping(LoginServlet.PATH + "/*");
    }
    return Map.copyOf(logins);
  }

  @Override
  public void close() {
    logins.values().forEach(SiteLogin::close);
  }
}
