package io.deltas3proxy.app;

import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.metrics.ProxyMetrics;
import io.deltas3proxy.s3.endpoint.EndpointSettings;
import io.deltas3proxy.website.Site;
import io.deltas3proxy.website.Sites;
import io.deltas3proxy.website.cache.CachedPages;
import io.deltas3proxy.website.endpoint.CacheClearServlet;
import io.deltas3proxy.website.endpoint.WebsiteFilter;
import io.deltas3proxy.website.endpoint.Websites;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The websites: made, started and stopped here. */
final class WebsiteParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebsiteParts.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final WebsiteSettings settings;
  private final Sites sites;
  private final VisitorParts visitors;
  private final ExecutorService background;
  private final WebsiteCacheFiles files;
  private final CachedPages pages;
  private final Clock clock;

  WebsiteParts(
      WebsiteSettings settings,
      OpenStores stores,
      VisitorParts visitors,
      ProxyMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.visitors = visitors;
    sites = new Sites(settings.sites().stream().map(site -> site(site, stores)).toList());
    background =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("website-", 0).factory());
    files = WebsiteCacheFiles.open(settings.cache().directory());
    pages = new CachedPages(settings.cache(), files.files(), clock, background);
    pages.restore(sites.all());
    metrics.addWebsiteCache(() -> WebsiteCacheSamples.of(pages.statistics()));
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
  void register(ServletContext context, String lake, EndpointSettings endpoint, Limits limits) {
    Websites websites = new Websites(sites, pages, context.getContextPath(), clock);
    context
        .addFilter(
            "Website",
            new WebsiteFilter(
                websites,
                visitors.door(settings.guards(), context),
                visitors::left,
                limits,
                new UnclaimedRequests(lake, endpoint),
                System::nanoTime))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    context
        .addServlet("CacheClear", new CacheClearServlet(websites, pages, settings.clearKey()))
        .addMapping(CacheClearServlet.PATTERN);
  }

  @Override
  public void close() {
    background.shutdownNow();
    try {
      if (!background.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The website cache still asks a store");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pages.close();
    files.close();
    visitors.close();
  }
}
