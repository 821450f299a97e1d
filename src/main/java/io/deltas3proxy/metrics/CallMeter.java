package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures calls of one store. */
final class CallMeter {

  /** A call that gives something. */
  interface Call<T> {
    T make() throws StoreException;
  }

  /** A call that gives nothing. */
  interface Change {
    void make() throws StoreException;
  }

  /** A call that sends a body. */
  interface Upload {
    WrittenObject make(InputStream body) throws IOException;
  }

  private final String store;
  private final BackendMetrics metrics;
  private final LongSupplier nanoTime;

  CallMeter(String store, BackendMetrics metrics, LongSupplier nanoTime) {
    this.store = store;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  <T> T call(String operation, Call<T> call) throws StoreException {
    long start = nanoTime.getAsLong();
    String outcome = "failed";
    try {
      T result = call.make();
      outcome = "ok";
      return result;
    } catch (StoreException e) {
      outcome = BackendMetrics.outcomeOf(e);
      throw e;
    } finally {
      replied(operation, outcome, start);
    }
  }

  void run(String operation, Change change) throws StoreException {
    call(
        operation,
        () -> {
          change.make();
          return operation;
        });
  }

  /**
   * The time counts from the end of the body: how long a client takes to send it says nothing of
   * the store. Where the store refuses before it has read any of it, it counts from the beginning.
   * A body whose reading fails is no failure of the store.
   */
  WrittenObject upload(String operation, InputStream body, Upload upload) throws IOException {
    String outcome = "body_failed";
    MeteredBody counted = new MeteredBody(body, nanoTime);
    try {
      WrittenObject result = upload.make(counted);
      outcome = "ok";
      return result;
    } catch (StoreException e) {
      outcome = BackendMetrics.outcomeOf(e);
      throw e;
    } finally {
      metrics.written(store, counted.count());
      replied(operation, outcome, counted.lastNanos());
    }
  }

  private void replied(String operation, String outcome, long startNanos) {
    metrics.replied(store, operation, outcome, Duration.ofNanos(nanoTime.getAsLong() - startNanos));
  }
}
