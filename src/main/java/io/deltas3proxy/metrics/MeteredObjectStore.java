package io.deltas3proxy.metrics;

import io.deltas3proxy.metrics.MeteredObjectWriter.Call;
import io.deltas3proxy.metrics.MeteredObjectWriter.Upload;
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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures the calls of a store and changes nothing of them. */
public final class MeteredObjectStore implements ObjectStore, MeteredObjectWriter.Meter {

  private final ObjectStore store;
  private final String name;
  private final BackendMetrics metrics;
  private final LongSupplier nanoTime;

  MeteredObjectStore(
      ObjectStore store, String name, BackendMetrics metrics, LongSupplier nanoTime) {
    this.store = store;
    this.name = name;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  public ReadHead head(ReadRequest request) throws StoreException {
    return measured("head", () -> store.head(request));
  }

  @Override
  public ObjectContent get(ReadRequest request) throws StoreException {
    return new MeteredContent(measured("get", () -> store.get(request)), name, metrics);
  }

  @Override
  public ListingPage list(ListingRequest request) throws StoreException {
    return measured("list", () -> store.list(request));
  }

  /** Signing asks nothing of the store, so there is nothing to measure. */
  @Override
  public Optional<URI> presignGet(PresignRequest request) throws StoreException {
    return store.presignGet(request);
  }

  @Override
  public ObjectWriter writer() throws StoreException {
    return new MeteredObjectWriter(store.writer(), this);
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

  @Override
  public <T> T call(String operation, Call<T> call) throws StoreException {
    return measured(operation, call);
  }

  /** A body that its reader finds wrong is no failure of the store. */
  @Override
  public <T> T upload(String operation, Upload<T> upload) throws IOException {
    long start = nanoTime.getAsLong();
    String outcome = "body_failed";
    try {
      T result = upload.run();
      outcome = "ok";
      return result;
    } catch (StoreException e) {
      outcome = BackendMetrics.outcomeOf(e);
      throw e;
    } finally {
      metrics.replied(name, operation, outcome, Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private <T> T measured(String operation, Call<T> call) throws StoreException {
    long start = nanoTime.getAsLong();
    String outcome = "failed";
    try {
      T result = call.run();
      outcome = "ok";
      return result;
    } catch (StoreException e) {
      outcome = BackendMetrics.outcomeOf(e);
      throw e;
    } finally {
      metrics.replied(name, operation, outcome, Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }
}
