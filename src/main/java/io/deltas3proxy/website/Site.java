package io.deltas3proxy.website;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StorePlace;

/**
 * One website.
 *
 * @param place where its pages are
 * @param space under which its pages are cached: differs for another site and for another place
 */
public record Site(SiteSettings settings, StorePlace place, String space) {

  public String name() {
    return settings.name();
  }

  /** Where a page is. */
  public ObjectAddress address(String name) {
    return place.address(name);
  }
}
