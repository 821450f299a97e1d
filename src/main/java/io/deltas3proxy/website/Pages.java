package io.deltas3proxy.website;

import io.deltas3proxy.storage.StoreException;
import java.util.Optional;

/** Where the pages of sites come from. Used by any number of threads. */
public interface Pages {

  /**
   * Finds the state of a page that a visitor may be given now.
   *
   * @param name within the site, not empty
   * @return empty when there is no such object
   * @throws StoreException when that cannot be known, or the store refuses it
   */
  Optional<Page> find(Site site, String name) throws StoreException;

  /**
   * Finds a page beside another one, which can be given instead.
   *
   * @return empty also where that cannot be known
   */
  default Optional<Page> twin(Site site, String name) {
    try {
      return find(site, name);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }
}
