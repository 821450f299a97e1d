package io.deltas3proxy.app;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.endpoint.Door;
import io.deltas3proxy.website.endpoint.PlainPage;
import io.deltas3proxy.website.login.SiteLogin;
import io.deltas3proxy.website.visitor.Geography;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Lets visitors in by where they come from, and then by who they are. */
final class SiteDoor implements Door {

  private final Map<String, SiteGuard> guards;
  private final Geography geography;
  private final Map<String, SiteLogin> logins;

  /**
   * Makes it.
   *
   * @param guards of all sites, by their names
   * @param logins of the private ones
   */
  SiteDoor(Map<String, SiteGuard> guards, Geography geography, Map<String, SiteLogin> logins) {
    this.guards = Map.copyOf(guards);
    this.geography = geography;
    this.logins = Map.copyOf(logins);
  }

  @Override
  public boolean admit(Site site, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SiteGuard guard = guards.get(site.name());
    RequestContext context = RequestContext.of(request);
    if (guard == null || !guard.rules().admit(context.clientAddress(), geography)) {
      context.denial("the site does not let this address in");
      PlainPage.send(HttpServletResponse.SC_FORBIDDEN, request, response);
      return false;
    }
    if (guard.login().isEmpty()) {
      return true;
    }
    SiteLogin login = logins.get(site.name());
    return login != null && login.admit(request, response);
  }

  @Override
  public boolean isGuarded(Site site) {
    SiteGuard guard = guards.get(site.name());
    return guard == null || guard.isClosed();
  }
}
