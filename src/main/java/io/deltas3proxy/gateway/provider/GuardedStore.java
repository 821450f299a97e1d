package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Optional;

/**
 * The store of a backend behind its guard. Signed by callers it is not to be had: the gateway alone
 * has rights on backends.
 */
final class GuardedStore implements ObjectStore {

  private final ObjectStore store;
  private final BackendGuard guard;
  private final MissingBuckets missing;

  GuardedStore(ObjectStore store, BackendGuard guard, MissingBuckets missing) {
    this.store = store;
    this.guard = guard;
    this.missing = missing;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return guard.call(() -> store.head(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return guard.call(() -> new GuardedContent(store.get(request), guard));
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return guard.call(() -> store.list(request));
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public ObjectWriter writer() throws StoreException {
    return new GuardedWriter(store.writer(), guard, missing);
  }

  /** Its users share it: whoever opened the store closes it. */
  @Override
  public void close() {}
}
