package io.deltas3proxy.storage;

import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param prefix only keys that start with it; may be empty
 * @param delimiter groups keys that contain it after the prefix; {@code null} for none
 * @param startAfter only keys, and common prefixes, that sort after it; {@code null} for all. A
 *     common prefix that is itself not greater than this is not repeated.
 * @param maxKeys 1 to 1000: most entries, objects and common prefixes together
 */
public record ListingRequest(
    String bucket,
    String prefix,
    @Nullable String delimiter,
    @Nullable String startAfter,
    int maxKeys) {
  public ListingRequest {
    if (maxKeys < 1 || maxKeys > 1000) {
      throw new IllegalArgumentException("maxKeys is 1 to 1000, not " + maxKeys);
    }
    if (delimiter != null && delimiter.isEmpty()) {
      throw new IllegalArgumentException("an empty delimiter is none: pass null");
    }
  }
}
