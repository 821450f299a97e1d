package io.deltas3proxy.s3.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What both versions of a listing ask.
 *
 * @param prefix may be empty
 * @param delimiter {@code null} for none
 * @param maxKeys 0 to 1000
 * @param urlEncoded whether keys are to be percent-encoded in the answer
 */
public record ListingQuery(
    String prefix, @Nullable String delimiter, int maxKeys, boolean urlEncoded) {

  /** Most entries of a page, and the default. */
  public static final int MAX_KEYS = 1000;

  public ListingQuery {
    if (maxKeys < 0 || maxKeys > MAX_KEYS) {
      throw new IllegalArgumentException("maxKeys is 0 to 1000, not " + maxKeys);
    }
    if (delimiter != null && delimiter.isEmpty()) {
      throw new IllegalArgumentException("an empty delimiter is none: pass null");
    }
  }
}
