package io.deltas3proxy.website.login;

import io.deltas3proxy.sts.WebIdentity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;

/** Knows the viewers of one site again. */
final class ViewerSessions {

  private final LoginSettings settings;
  private final Cookies cookies;
  private final LoginKey key;
  private final Clock clock;

  ViewerSessions(LoginSettings settings, LoginKey key, Clock clock) {
    this.settings = settings;
    this.key = key;
    this.clock = clock;
    this.cookies = new Cookies(settings.site().name());
  }

  Cookies cookies() {
    return cookies;
  }

  /** Bound to the site, to the provider and to the client: what of these changes, ends it. */
  private String purpose() {
    return "session\n"
        + settings.site().name()
        + "\n"
        + settings.client().provider().issuer()
        + "\n"
        + settings.client().id();
  }

  Optional<Viewer> viewer(HttpServletRequest request, boolean secure) {
    return cookies.sessions(request, secure).stream()
        .flatMap(value -> key.open(value, purpose()).stream())
        .flatMap(text -> ViewerSession.read(text).stream())
        .filter(session -> session.isGood(clock.instant()))
        .map(ViewerSession::viewer)
        .findFirst();
  }

  /** Begins a session; of the groups those are kept that the site asks for. */
  Viewer begin(WebIdentity identity, HttpServletResponse response, boolean secure) {
    Viewer viewer =
        new Viewer(
            identity.user(),
            identity.groups().stream().filter(settings.rules().groups()::contains).toList());
    long now = clock.instant().getEpochSecond();
    long seconds = settings.session().toSeconds();
    ViewerSession session = new ViewerSession(viewer, now, now + seconds);
    cookies.setSession(response, secure, key.seal(session.text(), purpose()), seconds);
    return viewer;
  }

  void end(HttpServletResponse response, boolean secure) {
    cookies.setSession(response, secure, "", 0);
  }
}
