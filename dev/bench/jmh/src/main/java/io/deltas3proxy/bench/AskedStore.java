package io.deltas3proxy.bench;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A store that counts what another one is asked. */
final class AskedStore implements ObjectStore {

  final LongAdder lists = new LongAdder();
  final LongAdder gets = new LongAdder();
  private final ObjectStore store;

  AskedStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return store.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    gets.increment();
    return store.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    lists.increment();
    return store.list(request);
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
