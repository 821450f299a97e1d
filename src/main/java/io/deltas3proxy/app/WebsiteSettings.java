package io.deltas3proxy.app;

import io.deltas3proxy.website.SiteSettings;
import io.deltas3proxy.website.cache.CacheSettings;
import io.deltas3proxy.website.endpoint.ClearKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The websites that are offered.
 *
 * @param cache of all of them
 * @param clearKey that operators clear it with
 * @param sites in the order of the configuration
 */
record WebsiteSettings(
    CacheSettings cache, ClearKey clearKey, List<ConfiguredSite> sites, VisitorSettings visitors) {

  WebsiteSettings {
    sites = List.copyOf(sites);
  }

  /** One of them, where its pages are, and who may see them. */
  record ConfiguredSite(SiteSettings settings, Place place, SiteGuard guard) {}

  List<Place> places() {
    return sites.stream().map(ConfiguredSite::place).toList();
  }

  /** By names of sites. */
  Map<String, SiteGuard> guards() {
    return sites.stream()
        .collect(Collectors.toMap(site -> site.settings().name(), ConfiguredSite::guard));
  }
}
