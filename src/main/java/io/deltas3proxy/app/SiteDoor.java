package io.deltas3proxy.app;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.endpoint.Door;
import io.deltas3proxy.website.endpoint.PlainPage;
import io.deltas3proxy.website.visitor.Geography;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Lets visitors in by where they come from, and then by who they are. */
final class SiteDoor implements Door {

  private final Map<String, SiteGuard> guards;
  private final Geography geography;

  /**
   * Makes it.
   *
   * @param guards of all sites, by their names
   */
  SiteDoor(Map<String, SiteGuard> guards, Geography geography) {
    this.guards = Map.copyOf(guards);
    this.geography = geography;
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
    return true;
  }
}
