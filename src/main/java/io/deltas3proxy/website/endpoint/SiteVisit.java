package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.ContentCoding;
import io.deltas3proxy.website.Representation;
import io.deltas3proxy.website.Site;

/** One request to a site while it is answered, by one thread. */
final class SiteVisit {

  private final SiteRequest asked;
  private String mediaType = "";
  private boolean compressed;

  SiteVisit(SiteRequest asked) {
    this.asked = asked;
  }

  SiteRequest asked() {
    return asked;
  }

  Site site() {
    return asked.site();
  }

  void sent(Representation page) {
    mediaType = page.headers().mediaType();
    compressed = page.coding() != ContentCoding.IDENTITY;
  }

  void sentHtml() {
    mediaType = "text/html";
  }

  Visited ended(long nanos, boolean aborted) {
    return new Visited(site(), asked.path(), mediaType, compressed, nanos, aborted);
  }
}
