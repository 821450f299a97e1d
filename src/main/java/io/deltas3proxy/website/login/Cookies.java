package io.deltas3proxy.website.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The two cookies of a site. Over TLS their names begin so that browsers refuse them from anybody
 * but this very host (RFC 6265bis, section 4.1.3).
 */
final class Cookies {

  private static final int MOST_SEEN = 8;

  private final String site;

  /** Where pages of the site are, as browsers see it. */
  private final String path;

  /**
   * Makes it.
   *
   * @param path as it is written without escapes; one that needs some can be written in several
   *     ways, which browsers do not take for the same
   */
  Cookies(String site, String path) {
    this.site = site;
    this.path = path.matches("[A-Za-z0-9/._~-]+") ? path : "/";
  }

  /** The cookie that knows a viewer; values of all that browsers send under its name. */
  List<String> sessions(HttpServletRequest request, boolean secure) {
    return values(request, sessionName(secure));
  }

  /** The cookie that knows a browser while it logs in. */
  List<String> browsers(HttpServletRequest request, boolean secure) {
    return values(request, browserName(secure)).stream()
        .filter(value -> value.matches("[A-Za-z0-9_-]{43}"))
        .toList();
  }

  void setSession(HttpServletResponse response, boolean secure, String value, long seconds) {
    set(response, sessionName(secure), value, path, secure, seconds);
  }

  /** It ends with the browser, or after a day. */
  void setBrowser(HttpServletResponse response, boolean secure, String value) {
    set(response, browserName(secure), value, "/", secure, 86_400);
  }

  private String sessionName(boolean secure) {
    if (!secure) {
      return "viewer." + site;
    }
    return (path.equals("/") ? "__Host-viewer." : "__Secure-viewer.") + site;
  }

  private String browserName(boolean secure) {
    return (secure ? "__Host-login." : "login.") + site;
  }

  private static void set(
      HttpServletResponse response,
      String name,
      String value,
      String path,
      boolean secure,
      long seconds) {
    response.addHeader(
        "Set-Cookie",
        "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(name, value, path, seconds, secure ? "; Secure" : ""));
  }

  /** By hand: containers differ in what they take for a cookie. */
  private static List<String> values(HttpServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders("Cookie"))) {
      for (String pair : header.split(";", -1)) {
        String cookie = pair.strip();
        if (cookie.startsWith(name + "=") && values.size() < MOST_SEEN) {
          values.add(cookie.substring(name.length() + 1));
        }
      }
    }
    return values;
  }
}
