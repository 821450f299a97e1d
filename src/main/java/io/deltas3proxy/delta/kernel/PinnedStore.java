package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadConditions;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store of which some objects are read in the state that was listed, or not at all. */
final class PinnedStore implements ObjectStore {

  private final ObjectStore store;
  private final Map<String, String> tags = new HashMap<>();

  PinnedStore(ObjectStore store, Collection<ListedObject> listed) {
    this.store = store;
    listed.forEach(object -> tags.put(object.key(), object.eTag()));
  }

  private ReadRequest pinned(ReadRequest request) {
    String tag = tags.get(request.address().key());
    return tag == null
        ? request
        : new ReadRequest(
            request.address(),
            request.range(),
            request.partNumber(),
            new ReadConditions(tag, null, null, null),
            request.checksumMode());
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return store.head(pinned(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return store.get(pinned(request));
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return store.list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public void close() {
    // The store is somebody else's.
  }
}
