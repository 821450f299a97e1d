package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.website.Site;
import java.util.Optional;

/**
 * What a request asks of a site.
 *
 * @param path decoded below the context; raw where it cannot be decoded
 * @param name of the page within the site; empty where the path is none
 */
record SiteRequest(Site site, String path, Optional<String> name) {

  /** A request whose path is below the site's. */
  static SiteRequest of(Site site, String path) {
    int base = site.settings().address().base().length();
    return new SiteRequest(
        site, path, Optional.of(path.length() < base ? "" : path.substring(base)));
  }

  /** Whether it is for the site's path without the slash at its end. */
  boolean isBare() {
    return path.length() < site.settings().address().base().length();
  }
}
