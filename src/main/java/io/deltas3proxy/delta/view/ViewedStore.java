package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.KeyOrder;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A table's store in which a view stands in place of the log: for whoever lists and reads a table
 * by the same code, filtered or not. Says nothing of who may read what lies beside the log.
 */
public final class ViewedStore implements ObjectStore {

  private final ObjectStore store;
  private final LogView view;
  private final String bucket;
  private final String directory;

  /**
   * @param store that what lies beside the log is read from
   */
  public ViewedStore(TableLocation location, ObjectStore store, LogView view) {
    this.store = store;
    this.view = view;
    this.bucket = location.bucket();
    this.directory = location.keyPrefix() + LogFileName.DIRECTORY;
  }

  private boolean isLog(ObjectAddress address) {
    return address.bucket().equals(bucket) && address.key().startsWith(directory);
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return isLog(request.address()) ? view.head(request) : store.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return isLog(request.address()) ? view.get(request) : store.get(request);
  }

  /**
   * Lists a page. One ends at each edge of the log, so that what is on a page is either the store's
   * or the view's; a page may be short, or empty, with more to follow.
   */
  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    String after = request.startAfter() == null ? "" : request.startAfter();
    String end = directory + KeyOrder.GREATEST_CHARACTER;
    if (!request.bucket().equals(bucket) || !mayMeet(request.prefix())) {
      return store.list(request);
    }
    if (KeyOrder.UTF_8.compare(after, directory) < 0) {
      return request.prefix().startsWith(directory) ? within(request, end) : before(request);
    }
    return KeyOrder.UTF_8.compare(after, end) < 0 && !groups(request)
        ? within(request, end)
        : store.list(request);
  }

  private boolean mayMeet(String prefix) {
    return prefix.startsWith(directory) || directory.startsWith(prefix);
  }

  /** Whether a listing shows the whole log as one common prefix, which the store does too. */
  private boolean groups(ListingRequest request) {
    String delimiter = request.delimiter();
    int prefix = request.prefix().length();
    return delimiter != null
        && prefix < directory.length()
        && directory.indexOf(delimiter, prefix) >= 0;
  }

  private ListingPage before(ListingRequest request) throws StoreException {
    ListingPage page = store.list(request);
    if (groups(request)) {
      return page;
    }
    List<ListedObject> objects =
        page.objects().stream().filter(object -> isBefore(object.key())).toList();
    List<String> prefixes = page.commonPrefixes().stream().filter(this::isBefore).toList();
    boolean reached =
        !page.truncated()
            || objects.size() < page.objects().size()
            || prefixes.size() < page.commonPrefixes().size()
            || !isBefore(page.nextStartAfter());
    return reached
        ? new ListingPage(objects, prefixes, true, directory)
        : new ListingPage(objects, prefixes, true, page.nextStartAfter());
  }

  private boolean isBefore(String key) {
    return KeyOrder.UTF_8.compare(key, directory) < 0;
  }

  private ListingPage within(ListingRequest request, String end) throws StoreException {
    ListingPage page = view.list(request);
    return page.truncated() || request.prefix().startsWith(directory)
        ? page
        : new ListingPage(page.objects(), page.commonPrefixes(), true, end);
  }

  /** What is in a view exists nowhere else. */
  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return isLog(request.address()) ? Optional.empty() : store.presignGet(request);
  }

  @Override
  public void close() {
    // The store is somebody else's.
  }
}
