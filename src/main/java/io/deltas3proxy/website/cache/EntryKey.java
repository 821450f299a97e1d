package io.deltas3proxy.website.cache;

/**
 * What a page is known by.
 *
 * @param space of its site
 * @param name within the site
 */
record EntryKey(String space, String name) {

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + space.hashCode();
  }
}
