package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.VersionListings;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult.VisibleObject;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one page together of what lies below some prefixes. Used once. */
final class KeyScan {

  private final VersionListings listings;
  private final String bucket;
  private final ListingQuery query;
  private final List<VisibleObject> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private @Nullable String last;
  private boolean more;

  KeyScan(VersionListings listings, String bucket, ListingQuery query) {
    this.listings = listings;
    this.bucket = bucket;
    this.query = query;
  }

  /**
   * One page.
   *
   * @param next after what the next page begins; {@code null} for the last one
   */
  record Page(List<VisibleObject> objects, List<String> prefixes, @Nullable String next) {}

  /**
   * Looks for entries.
   *
   * @param readable prefixes in the order of keys, none of which begins with another, all of which
   *     begin with that of the query
   * @param after entries up to this one were given; {@code null} for none
   */
  Page scan(List<String> readable, @Nullable String after) throws MetadataUnavailableException {
    if (query.maxKeys() > 0) {
      for (String prefix : readable) {
        if (!more) {
          scan(prefix, last == null ? after : last);
        }
      }
    }
    return new Page(objects, prefixes, more ? last : null);
  }

  private void scan(String prefix, @Nullable String after) throws MetadataUnavailableException {
    String group = Grouping.of(query, prefix);
    if (group != null) {
      // All keys below the prefix are in one group: whether there is one is all that matters.
      if (isAfter(group, after) && !page(prefix, null, null, 1).objects().isEmpty()) {
        offer(group, null);
      }
      return;
    }
    String from = after;
    while (!more) {
      int most = Math.min(ListingQuery.MAX_KEYS, query.maxKeys() - size() + 1);
      ListingPage page = page(prefix, query.delimiter(), from, most);
      merge(page);
      if (!page.truncated()) {
        return;
      }
      from = page.nextStartAfter();
    }
  }

  private ListingPage page(
      String prefix, @Nullable String delimiter, @Nullable String after, int most)
      throws MetadataUnavailableException {
    return listings.objects(new ListingRequest(bucket, prefix, delimiter, after, most));
  }

  /** Both kinds of entries, in one order. */
  private void merge(ListingPage page) {
    int object = 0;
    int prefix = 0;
    while (!more && object + prefix < page.objects().size() + page.commonPrefixes().size()) {
      boolean takeObject =
          prefix == page.commonPrefixes().size()
              || (object < page.objects().size()
                  && KeyOrder.UTF_8.compare(
                          page.objects().get(object).key(), page.commonPrefixes().get(prefix))
                      < 0);
      if (takeObject) {
        ListedObject found = page.objects().get(object++);
        offer(found.key(), found);
      } else {
        offer(page.commonPrefixes().get(prefix++), null);
      }
    }
  }

  /**
   * Takes an entry, if there is room.
   *
   * @param object {@code null} for a common prefix
   */
  private void offer(String entry, @Nullable ListedObject object) {
    if (entry.equals(last)) {
      return;
    }
    if (size() == query.maxKeys()) {
      more = true;
      return;
    }
    if (object == null) {
      prefixes.add(entry);
    } else {
      objects.add(
          new VisibleObject(
              entry, object.size(), object.eTag(), object.lastModified(), object.storageClass()));
    }
    last = entry;
  }

  private int size() {
    return objects.size() + prefixes.size();
  }

  private static boolean isAfter(String entry, @Nullable String after) {
    return after == null || KeyOrder.UTF_8.compare(entry, after) > 0;
  }
}
