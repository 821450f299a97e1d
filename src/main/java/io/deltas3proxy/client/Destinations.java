package io.deltas3proxy.client;

import java.util.List;

/**
 * Where requests may go: to the upstream with all that the client sent, to stores without what
 * proves who the client is.
 *
 * @param stores that the user named
 */
record Destinations(Origin upstream, List<KnownStore> stores) {

  Destinations {
    stores = List.copyOf(stores);
  }

  boolean isUpstream(Origin origin) {
    return origin.equals(upstream);
  }

  /** Whether the user named it. */
  boolean isStore(Origin origin) {
    return stores.stream().anyMatch(store -> store.is(origin));
  }

  /**
   * Whether to follow from one to another. An upstream whose word is as good as its certificate may
   * name any store, but one that proves itself too; everybody else only those that the user named.
   */
  boolean mayFollow(Origin from, Origin to) {
    return isStore(to) || (isUpstream(from) && from.verified() && to.verified());
  }
}
