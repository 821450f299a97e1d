package io.deltas3proxy.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The five metrics that dashboards know the proxy by; the averages are over the last minute. */
final class MinuteMetrics {

  private static final double NANOS = 1e9;

  private final Counter served;
  private final Counter proxied;
  private final UserWindow users;
  private final MinuteWindow backendLatency;
  private final MinuteWindow messageSize;

  MinuteMetrics(CollectorRegistry registry, Clock clock) {
    users = new UserWindow(clock);
    backendLatency = new MinuteWindow(clock);
    messageSize = new MinuteWindow(clock);
    served =
        Counter.build("queries_served_total", "S3 requests that were answered.").register(registry);
    proxied =
        Counter.build("queries_proxied_total", "S3 requests whose content came through the proxy.")
            .register(registry);
    gauge(
        registry,
        "unique_users_last_minute",
        "Different users of the last minute; access key ids where nobody is verified.",
        users::count);
    gauge(
        registry,
        "backend_reply_latency_seconds_avg",
        "Mean time of the last minute until a store began to reply.",
        backendLatency::average);
    gauge(
        registry,
        "average_message_size_bytes",
        "Mean size of the bodies that answered the S3 requests of the last minute.",
        messageSize::average);
  }

  private static void gauge(
      CollectorRegistry registry, String name, String help, DoubleSupplier value) {
    Gauge.build(name, help)
        .create()
        .setChild(
            new Gauge.Child() {
              @Override
              public double get() {
                return value.getAsDouble();
              }
            })
        .register(registry);
  }

  void served(long bytes) {
    served.inc();
    messageSize.record((double) bytes);
  }

  void proxied() {
    proxied.inc();
  }

  void user(String name) {
    users.see(name);
  }

  void backendReplied(Duration latency) {
    backendLatency.record((double) latency.toNanos() / NANOS);
  }
}
