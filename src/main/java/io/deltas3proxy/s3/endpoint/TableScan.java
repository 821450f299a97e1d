package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.ListingSight;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.ListingResult.VisibleObject;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one table for a page of a listing and offers what the caller may see.
 *
 * <p>The backend groups by directories alone, whose visibility the index knows. For every other
 * delimiter the keys are listed and grouped here, after they were judged, so that no group tells of
 * keys that are hidden.
 */
final class TableScan {

  private static final String DIRECTORY = "/";
  private static final int BACKEND_PAGE = ListingQuery.MAX_KEYS;

  private final ListingSight sight;
  private final ListingQuery query;
  private final ListingCollector collector;
  private final PageBudget budget;
  private final TableLocation location;
  private final String tablePrefix;
  private final String root;
  private final String relativePrefix;
  private @Nullable String startAfter;

  TableScan(
      TableAccess sight,
      ListingQuery query,
      @Nullable String after,
      ListingCollector collector,
      PageBudget budget) {
    this.sight = sight.listing();
    this.query = query;
    this.collector = collector;
    this.budget = budget;
    this.location = sight.table().location();
    this.tablePrefix = DeltaBucket.keyPrefix(sight);
    this.root = location.keyPrefix();
    this.relativePrefix =
        query.prefix().startsWith(tablePrefix)
            ? query.prefix().substring(tablePrefix.length())
            : "";
    this.startAfter =
        after != null && after.length() > tablePrefix.length() && after.startsWith(tablePrefix)
            ? root + after.substring(tablePrefix.length())
            : null;
  }

  /**
   * Runs to the end of the table, of the page, or of the budget.
   *
   * @param store of the table, as the caller is to see it
   */
  void run(ObjectStore store) throws StoreException, TableUnavailableException {
    int slash = relativePrefix.lastIndexOf('/');
    String directory = relativePrefix.substring(0, slash + 1);
    if (S3Target.hasDotSegment(directory) || (slash >= 0 && !sight.listsDirectory(directory))) {
      return;
    }
    int size = Math.min(BACKEND_PAGE, query.maxKeys() + 1);
    while (budget.take(position())) {
      ListingPage page =
          store.list(
              new ListingRequest(
                  location.bucket(),
                  root + relativePrefix,
                  DIRECTORY.equals(query.delimiter()) ? DIRECTORY : null,
                  startAfter,
                  size));
      offer(page);
      if (collector.isOverflown() || !page.truncated()) {
        return;
      }
      if (!page.nextStartAfter().startsWith(root)) {
        throw new StoreException.Unavailable("a listing goes on outside its prefix");
      }
      startAfter = next(page);
      size = BACKEND_PAGE;
    }
  }

  /** Where the scan is, as a key of the virtual bucket. */
  private String position() {
    String physical = startAfter;
    return physical == null ? tablePrefix : tablePrefix + physical.substring(root.length());
  }

  /** Offers the entries of a page in order. */
  private void offer(ListingPage page) throws TableUnavailableException {
    Iterator<String> directories = page.commonPrefixes().iterator();
    String directory = next(directories);
    for (ListedObject object : page.objects()) {
      while (directory != null && KeyOrder.UTF_8.compare(directory, object.key()) < 0) {
        offerDirectory(directory.substring(root.length()));
        directory = next(directories);
      }
      offerObject(object.key().substring(root.length()), object);
      if (collector.isOverflown()) {
        return;
      }
    }
    while (directory != null && !collector.isOverflown()) {
      offerDirectory(directory.substring(root.length()));
      directory = next(directories);
    }
  }

  private void offerObject(String key, ListedObject object) throws TableUnavailableException {
    if (S3Target.hasDotSegment(key)) {
      return;
    }
    String virtualKey = tablePrefix + key;
    String group = collector.groupOf(virtualKey);
    if (group != null) {
      if (!collector.isGiven(group) && sight.lists(key)) {
        collector.offerPrefix(group);
      }
    } else if (sight.lists(key)) {
      collector.offer(
          new VisibleObject(
              virtualKey,
              object.size(),
              object.eTag(),
              object.lastModified(),
              object.storageClass()));
    }
  }

  private void offerDirectory(String directory) throws TableUnavailableException {
    if (!S3Target.hasDotSegment(directory) && sight.listsDirectory(directory)) {
      collector.offerPrefix(tablePrefix + directory);
    }
  }

  /** Where to go on after a page: past all that shares the fate of its last object. */
  private String next(ListingPage page) throws TableUnavailableException {
    String next = page.nextStartAfter();
    if (page.objects().isEmpty()) {
      return next;
    }
    String skipped = skippable(page.objects().getLast().key().substring(root.length()));
    String end = root + skipped + KeyOrder.GREATEST_CHARACTER;
    boolean inside = skipped != null && next.startsWith(root + skipped);
    return inside && end.getBytes(StandardCharsets.UTF_8).length <= S3Target.MAX_KEY_BYTES
        ? end
        : next;
  }

  /**
   * What begins with the answer needs no look: the group was given, or nobody sees the directory.
   */
  private @Nullable String skippable(String key) throws TableUnavailableException {
    String group = collector.groupOf(tablePrefix + key);
    if (group != null && collector.isGiven(group)) {
      return group.substring(tablePrefix.length());
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      String directory = key.substring(0, slash + 1);
      if (!sight.listsDirectory(directory)) {
        return directory;
      }
    }
    return null;
  }

  private static @Nullable String next(Iterator<String> entries) {
    return entries.hasNext() ? entries.next() : null;
  }
}
