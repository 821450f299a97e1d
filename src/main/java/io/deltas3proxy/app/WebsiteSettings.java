package io.deltas3proxy.app;

import io.deltas3proxy.website.SiteSettings;
import java.util.List;

/**
 * The websites that are offered.
 *
 * @param sites in the order of the configuration
 */
record WebsiteSettings(List<ConfiguredSite> sites) {

  WebsiteSettings {
    sites = List.copyOf(sites);
  }

  /** One of them, and where its pages are. */
  record ConfiguredSite(SiteSettings settings, Place place) {}

  List<Place> places() {
    return sites.stream().map(ConfiguredSite::place).toList();
  }
}
