package io.deltas3proxy.storage;

import java.util.List;

/**
 * One page of a listing. Both lists are in the order of the keys' UTF-8 bytes.
 *
 * @param truncated whether more follows; then {@code nextStartAfter} continues it
 * @param nextStartAfter value for {@link ListingRequest#startAfter()} of the next page; at least as
 *     great as every entry of this page. Empty when not truncated.
 */
public record ListingPage(
    List<ListedObject> objects,
    List<String> commonPrefixes,
    boolean truncated,
    String nextStartAfter) {
  public ListingPage {
    objects = List.copyOf(objects);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
