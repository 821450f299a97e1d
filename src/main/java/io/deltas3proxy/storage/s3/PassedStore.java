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

/** A store as a caller sees it whose own signature is sent on. */
final class PassedStore implements ObjectStore {

  private final ObjectReader reader;
  private final ObjectLister lister;
  private final ObjectWriter writer;

  PassedStore(ObjectReader reader, ObjectLister lister, ObjectWriter writer) {
    this.reader = reader;
    this.lister = lister;
    this.writer = writer;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return reader.head(request);
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return reader.get(request);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return lister.list(request);
  }

  /** The caller signed a request to this proxy: no URL of the store is theirs to give. */
  @Override
  public Optional<URI> presignGet(PresignRequest request) {
    return Optional.empty();
  }

  @Override
  public ObjectWriter writer() {
    return writer;
  }

  @Override
  public void close() {
    // The connections are shared.
  }
}
