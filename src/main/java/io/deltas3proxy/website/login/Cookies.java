package io.deltas3proxy.website.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The two cookies of a site. Over TLS their names begin so that browsers refuse them from anybody
 * but this very host (RFC 6265bis, section 4.1.3). They go to every path of the host: a path can be
 * written in several ways, which browsers do not take for the same.
 */
final class Cookies {

  private static final int MOST_SEEN = 8;

  private final String site;

  Cookies(String site) {
    this.site = site;
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
    set(response, sessionName(secure), value, secure, seconds);
  }

  /** It ends with the browser, or after a day. */
  void setBrowser(HttpServletResponse response, boolean secure, String value) {
    set(response, browserName(secure), value, secure, 86_400);
  }

  private String sessionName(boolean secure) {
    return (secure ? "__Host-viewer." : "viewer.") + site;
  }

  private String browserName(boolean secure) {
    return (secure ? "__Host-login." : "login.") + site;
  }

  private static void set(
      HttpServletResponse response, String name, String value, boolean secure, long seconds) {
    response.addHeader(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
            .formatted(name, value, seconds, secure ? "; Secure" : ""));
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
