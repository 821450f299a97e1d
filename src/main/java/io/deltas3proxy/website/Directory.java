package io.deltas3proxy.website;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is directly below a name that ends with a slash, a page at a time.
 *
 * @param name of the directory within the site, empty for its root
 * @param entries in the order of their names
 * @param next where the next page goes on; empty for the last page
 */
public record Directory(String name, List<Entry> entries, Optional<String> next) {

  private static final int MOST_ENTRIES = 1000;

  public Directory {
    entries = List.copyOf(entries);
  }

  /**
   * One of them.
   *
   * @param name without that of the directory; one of another directory ends with a slash
   * @param object empty for a directory
   */
  public record Entry(String name, Optional<ListedObject> object) {}

  /**
   * Reads a page.
   *
   * @param after name of an entry; only those that follow it; empty for the first page
   * @return empty where nothing is, unless it is the root
   */
  static Optional<Directory> read(Site site, String name, String after) throws StoreException {
    String prefix = site.place().prefix() + name;
    ListingPage page = list(site, prefix, after.isEmpty() ? null : prefix + after, MOST_ENTRIES);
    List<Entry> entries = new ArrayList<>();
    for (String group : page.commonPrefixes()) {
      entries.add(new Entry(group.substring(prefix.length()), Optional.empty()));
    }
    for (ListedObject object : page.objects()) {
      String own = object.key().substring(prefix.length());
      if (!own.isEmpty()) {
        entries.add(new Entry(own, Optional.of(object)));
      }
    }
    entries.sort((one, other) -> one.name().compareTo(other.name()));
    Optional<String> next =
        page.truncated() && page.nextStartAfter().startsWith(prefix)
            ? Optional.of(page.nextStartAfter().substring(prefix.length()))
            : Optional.empty();
    boolean nothing = entries.isEmpty() && next.isEmpty() && after.isEmpty();
    return nothing && !name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Directory(name, entries, next));
  }

  static boolean exists(Site site, String name) throws StoreException {
    ListingPage page = list(site, site.place().prefix() + name, null, 1);
    return !page.objects().isEmpty() || !page.commonPrefixes().isEmpty();
  }

  private static ListingPage list(
      Site site, String prefix, @org.jspecify.annotations.Nullable String startAfter, int most)
      throws StoreException {
    return site.place()
        .store()
        .list(new ListingRequest(site.place().bucket(), prefix, "/", startAfter, most));
  }
}
