package io.deltas3proxy.metrics;

import io.deltas3proxy.http.RequestContext;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;

/** What is measured of every S3 request, by operation and status. */
final class RequestMetrics {

  private static final int MOST_OPERATIONS = 64;
  private static final double NANOS = 1e9;

  private final MinuteMetrics minute;
  private final KnownLabels operations = new KnownLabels(MOST_OPERATIONS);
  private final Histogram duration;
  private final Counter bytes;
  private final Counter received;
  private final Counter denials;
  private final Counter throttled;
  private final Gauge inFlight;
  private final UserMetrics users;

  RequestMetrics(CollectorRegistry registry, MinuteMetrics minute) {
    this.minute = minute;
    duration =
        Histogram.build(
                "deltas3proxy_request_duration_seconds", "Time until an S3 request was answered.")
            .labelNames("operation", "status")
            .buckets(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
            .register(registry);
    bytes =
        Counter.build("deltas3proxy_response_bytes_total", "Bytes of bodies sent.")
            .labelNames("operation")
            .register(registry);
    received =
        Counter.build("deltas3proxy_request_bytes_total", "Bytes of bodies of requests taken.")
            .labelNames("operation")
            .register(registry);
    denials =
        Counter.build("deltas3proxy_requests_denied_total", "S3 requests that were refused.")
            .labelNames("operation")
            .register(registry);
    throttled =
        Counter.build("deltas3proxy_requests_throttled_total", "S3 requests over a limit.")
            .labelNames("limit")
            .register(registry);
    users = new UserMetrics(registry);
    inFlight =
        Gauge.build("deltas3proxy_requests_in_flight", "S3 requests that are being answered.")
            .register(registry);
  }

  void begin() {
    inFlight.inc();
  }

  /**
   * Counts one request that has ended.
   *
   * @param status what the client was told, 100 to 599
   */
  void end(RequestContext context, int status, Duration elapsed) {
    inFlight.dec();
    String operation = operations.bounded(context.operation());
    String code = status >= 100 && status < 600 ? Integer.toString(status) : KnownLabels.OTHER;
    duration.labels(operation, code).observe((double) elapsed.toNanos() / NANOS);
    bytes.labels(operation).inc((double) context.bytesSent());
    received.labels(operation).inc((double) context.bytesReceived());
    String limit = context.limit();
    if (limit != null) {
      throttled.labels(limit).inc();
    } else if (context.denial() != null) {
      denials.labels(operation).inc();
    }
    users.end(context, status);
    minute.served(context.bytesSent());
    if (context.proxied()) {
      minute.proxied();
    }
    String user = context.countedUser();
    if (user != null) {
      minute.user(user);
    }
  }
}
