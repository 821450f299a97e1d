package io.deltas3proxy.website.login;

import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The few pages of logging in and out. Nothing of a request is in them. */
enum LoginPage {
  SIGN_IN(401, "Please sign in", "<p>Open a page of this site to sign in.</p>"),
  STALE(400, "This sign-in cannot go on", "<p>It took too long, or began elsewhere.</p>"),
  REFUSED(403, "You were not signed in", "<p>The identity provider did not vouch for you.</p>"),
  NOT_ALLOWED(403, "You may not see this site", ""),
  ELSEWHERE(404, "Not found", ""),
  METHOD(405, "Method not allowed", ""),
  FOREIGN(403, "Forbidden", ""),
  UNAVAILABLE(503, "Signing in is not possible now", "<p>Please try again in a moment.</p>"),
  SIGN_OUT(
      200,
      "Sign out",
      "<form method=\"post\"><button type=\"submit\">Sign out of this site</button></form>"),
  SIGNED_OUT(200, "You are signed out", "");

  private final int status;
  private final String html;

  LoginPage(int status, String title, String body) {
    this.status = status;
    this.html =
        ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta"
            + " name=\"viewport\" content=\"width=device-width\"><title>"
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1>"
            + body
            + "</body></html>\n");
  }

  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType("text/html; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    // With no-referrer, browsers would not say which page asks to sign out.
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
    switch (this) {
      case SIGN_IN -> response.setHeader("WWW-Authenticate", "Session realm=\"site\"");
      case METHOD -> response.setHeader("Allow", "GET, HEAD");
      case UNAVAILABLE -> response.setHeader("Retry-After", "5");
      case STALE, REFUSED, NOT_ALLOWED, ELSEWHERE, FOREIGN, SIGN_OUT, SIGNED_OUT -> {}
    }
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
      RequestContext.of(request).addBytesSent(bytes.length);
    }
  }
}
