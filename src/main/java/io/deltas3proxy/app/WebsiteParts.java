package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.website.DirectPages;
import io.deltas3proxy.website.Pages;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.Sites;
import io.deltas3proxy.website.endpoint.WebsiteFilter;
import io.deltas3proxy.website.endpoint.Websites;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The websites: made, started and stopped here. */
final class WebsiteParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebsiteParts.class);

  private final Sites sites;
  private final Pages pages = new DirectPages();
  private final VisitorParts visitors;
  private final SiteDoor door;
  private final Clock clock;

  WebsiteParts(WebsiteSettings settings, OpenStores stores, VisitorParts visitors, Clock clock) {
    this.clock = clock;
    this.visitors = visitors;
    door = new SiteDoor(settings.guards(), visitors.geography());
    sites = new Sites(settings.sites().stream().map(site -> site(site, stores)).toList());
    LOG.info("Serving {} websites", sites.all().size());
  }

  private static Site site(WebsiteSettings.ConfiguredSite site, OpenStores stores) {
    Place place = site.place();
    return new Site(
        site.settings(),
        place.in(stores.get(place.store())),
        SiteSpace.of(site.settings().name(), place));
  }

  /**
   * Registers the filter that answers what is for a site.
   *
   * @param lake name of the servlet that answers what nothing else does
   */
  void register(ServletContext context, String lake, EndpointSettings endpoint) {
    context
        .addFilter(
            "Website",
            new WebsiteFilter(
                new Websites(sites, pages, context.getContextPath(), clock),
                door,
                visitors::left,
                new UnclaimedRequests(lake, endpoint),
                System::nanoTime))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
  }

  @Override
  public void close() {
    visitors.close();
  }
}
