package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult;
import io.deltas3proxy.s3.protocol.ListingResult.VisibleObject;
import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the visible entries of one page, in order, until one more than fit has been found. */
final class ListingCollector {

  private final ListingQuery query;
  private final @Nullable String given;
  private final List<VisibleObject> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private @Nullable String last;
  private boolean overflown;

  /**
   * @param given entries up to this one have been given already; {@code null} for none
   */
  ListingCollector(ListingQuery query, @Nullable String given) {
    this.query = query;
    this.given = given;
  }

  void offer(VisibleObject object) {
    if (isNew(object.key()) && fits()) {
      objects.add(object);
      last = object.key();
    }
  }

  void offerPrefix(String prefix) {
    if (isNew(prefix) && fits()) {
      prefixes.add(prefix);
      last = prefix;
    }
  }

  /** Whether an entry was offered that did not fit: the page is full, and there is more. */
  boolean isOverflown() {
    return overflown;
  }

  /** The last entry that was given, on this page or before. */
  @Nullable String lastGiven() {
    return last == null ? given : last;
  }

  int size() {
    return objects.size() + prefixes.size();
  }

  ListingResult result() {
    return new ListingResult(objects, prefixes);
  }

  /**
   * The common prefix that a key belongs to.
   *
   * @return {@code null} when the delimiter does not occur after the prefix
   */
  @Nullable String groupOf(String key) {
    String delimiter = query.delimiter();
    int start = delimiter == null ? -1 : key.indexOf(delimiter, query.prefix().length());
    return delimiter == null || start < 0 ? null : key.substring(0, start + delimiter.length());
  }

  /** Whether a group was given already, on this page or before. */
  boolean isGiven(String group) {
    return !isNew(group);
  }

  private boolean isNew(String entry) {
    return !entry.equals(last) && (given == null || KeyOrder.UTF_8.compare(entry, given) > 0);
  }

  private boolean fits() {
    overflown = size() == query.maxKeys();
    return !overflown;
  }
}
