package io.deltas3proxy.website.login;

import io.deltas3proxy.http.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says under which origin a browser sees a site: {@code https://www.example.com}. */
final class RequestOrigin {

  /** Example: {@code www.example.com:8443}. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?");

  private final TrustedProxies proxies;

  /**
   * Makes it.
   *
   * @param proxies whose word on the scheme is taken
   */
  RequestOrigin(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** The origin; empty when the request is for another host than the site has. */
  Optional<String> of(LoginSite site, HttpServletRequest request) {
    if (site.origin().isPresent()) {
      return site.origin();
    }
    String host = request.getHeader("Host");
    return isOf(site, host)
        ? Optional.of((isSecure(request) ? "https://" : "http://") + host)
        : Optional.empty();
  }

  private static boolean isOf(LoginSite site, @Nullable String header) {
    if (header == null) {
      return false;
    }
    Matcher host = HOST.matcher(header);
    return host.matches() && site.hosts().contains(host.group(1).toLowerCase(Locale.ROOT));
  }

  private boolean isSecure(HttpServletRequest request) {
    if (request.isSecure()) {
      return true;
    }
    String forwarded = request.getHeader("X-Forwarded-Proto");
    if (forwarded == null || !proxies.trusts(request.getRemoteAddr())) {
      return false;
    }
    // Each proxy adds its own at the end; the first is what the browser used.
    List<String> schemes = List.of(forwarded.split(",", -1));
    return schemes.getFirst().strip().equalsIgnoreCase("https");
  }
}
