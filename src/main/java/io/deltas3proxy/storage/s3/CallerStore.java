package io.deltas3proxy.storage.s3;

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

/** Says of what a store refuses that it refused the caller, not the proxy. */
final class CallerStore implements ObjectStore {

  /** One call of the store. */
  private interface Call<T> {
    T run() throws StoreException;
  }

  private final ObjectStore store;

  CallerStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return asked(() -> store.head(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return asked(() -> store.get(request));
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return asked(() -> store.list(request));
  }

  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return asked(() -> store.presignGet(request));
  }

  /** One of a caller says so itself. */
  @Override
  public ObjectWriter writer() throws StoreException {
    return store.writer();
  }

  @Override
  public void close() {
    store.close();
  }

  private static <T> T asked(Call<T> call) throws StoreException {
    try {
      return call.run();
    } catch (StoreException.Denied e) {
      throw new StoreException.CallerDenied(String.valueOf(e.getMessage()));
    }
  }
}
