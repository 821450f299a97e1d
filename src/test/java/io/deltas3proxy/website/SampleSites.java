package io.deltas3proxy.website;

import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StorePlace;
import java.util.List;

/** Sites over a store, as tests need them. */
final class SampleSites {

  private SampleSites() {}

  static Site site(ObjectStore store, Documents documents, Routing routing) {
    return site(store, new SiteAddress(List.of(), "/"), documents, routing);
  }

  static Site site(ObjectStore store, SiteAddress address, Documents documents, Routing routing) {
    return new Site(
        new SiteSettings(
            "www", address, documents, routing, Delivery.DEFAULTS, SiteHeaders.NONE_MORE),
        new StorePlace(store, "", "site/"),
        "www@1");
  }
}
