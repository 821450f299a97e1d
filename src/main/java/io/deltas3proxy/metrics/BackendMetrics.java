package io.deltas3proxy.metrics;

import io.deltas3proxy.storage.StoreException;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Duration;

/** What is measured of every call of a store. */
final class BackendMetrics {

  private static final double NANOS = 1e9;

  private final MinuteMetrics minute;
  private final Histogram latency;
  private final Counter bytes;
  private final Counter written;
  private final Counter brokenBodies;

  BackendMetrics(CollectorRegistry registry, MinuteMetrics minute) {
    this.minute = minute;
    latency =
        Histogram.build("deltas3proxy_backend_reply_seconds", "Time until a store began to reply.")
            .labelNames("store", "operation", "outcome")
            .buckets(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30)
            .register(registry);
    bytes =
        Counter.build("deltas3proxy_backend_bytes_total", "Bytes read from stores.")
            .labelNames("store")
            .register(registry);
    written =
        Counter.build("deltas3proxy_backend_written_bytes_total", "Bytes given to stores to write.")
            .labelNames("store")
            .register(registry);
    brokenBodies =
        Counter.build(
                "deltas3proxy_backend_broken_bodies_total",
                "Bodies that a store began to send and did not send to their end.")
            .labelNames("store")
            .register(registry);
  }

  void replied(String store, String operation, String outcome, Duration elapsed) {
    latency.labels(store, operation, outcome).observe((double) elapsed.toNanos() / NANOS);
    minute.backendReplied(elapsed);
  }

  void read(String store, long count) {
    bytes.labels(store).inc((double) count);
  }

  void written(String store, long count) {
    written.labels(store).inc((double) count);
  }

  void broken(String store) {
    brokenBodies.labels(store).inc();
  }

  static String outcomeOf(StoreException failure) {
    return switch (failure) {
      case StoreException.NotFound e -> "not_found";
      case StoreException.NotModified e -> "not_modified";
      case StoreException.PreconditionFailed e -> "precondition_failed";
      case StoreException.RangeNotSatisfiable e -> "range_not_satisfiable";
      case StoreException.Denied e -> "denied";
      case StoreException.CallerDenied e -> "caller_denied";
      case StoreException.Throttled e -> "throttled";
      case StoreException.Unavailable e -> "unavailable";
      case StoreException.Indeterminate e -> "indeterminate";
      case StoreException.Conflict e -> "conflict";
      case StoreException.NoSuchUpload e -> "no_such_upload";
      case StoreException.Invalid e -> "invalid";
      case StoreException.Unsupported e -> "unsupported";
    };
  }
}
