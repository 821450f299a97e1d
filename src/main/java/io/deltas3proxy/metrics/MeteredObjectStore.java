package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.ListingPage;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadHead;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.SignedRead;
import io.deltas3proxy.storage.StoreCredentials;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures the calls of a store and changes nothing of them. */
public final class MeteredObjectStore implements ObjectStore {

  private final ObjectStore store;
  private final String name;
  private final BackendMetrics metrics;
  private final LongSupplier nanoTime;
  private final CallMeter meter;

  MeteredObjectStore(
      ObjectStore store, String name, BackendMetrics metrics, LongSupplier nanoTime) {
    this.store = store;
    this.name = name;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.meter = new CallMeter(name, metrics, nanoTime);
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return meter.call("head", () -> store.head(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return new MeteredContent(meter.call("get", () -> store.get(request)), name, metrics);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return meter.call("list", () -> store.list(request));
  }

  /** Signing asks nothing of the store, so there is nothing to measure. */
  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public ObjectWriter writer() throws StoreException {
    return new MeteredObjectWriter(store.writer(), meter);
  }

  @Override
  public ObjectStore signedBy(StoreCredentials credentials) throws StoreException {
    return new MeteredObjectStore(store.signedBy(credentials), name, metrics, nanoTime);
  }

  @Override
  public ObjectStore passing(SignedRead read, StoreCredentials credentials) throws StoreException {
    return new MeteredObjectStore(store.passing(read, credentials), name, metrics, nanoTime);
  }

  @Override
  public void close() {
    store.close();
  }
}
