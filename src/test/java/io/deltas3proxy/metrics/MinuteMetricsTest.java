package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.deltas3proxy.testing.SettableClock;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MinuteMetricsTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final CollectorRegistry registry = new CollectorRegistry(true);
  private final MinuteMetrics metrics = new MinuteMetrics(registry, clock);

  @Test
  void theFiveNamesAreThereBeforeAnythingHappens() {
    for (String name :
        new String[] {
          "queries_served_total",
          "queries_proxied_total",
          "unique_users_last_minute",
          "backend_reply_latency_seconds_avg",
          "average_message_size_bytes"
        }) {
      assertEquals(0.0, value(name), name);
    }
    assertNull(value("another_name"));
  }

  @Test
  void queriesAreCountedForGood() {
    metrics.served(10);
    metrics.served(20);
    metrics.proxied();
    clock.advance(Duration.ofHours(1));
    assertEquals(2.0, value("queries_served_total"));
    assertEquals(1.0, value("queries_proxied_total"));
  }

  @Test
  void averagesAreOfTheLastSixtySeconds() {
    metrics.served(100);
    metrics.backendReplied(Duration.ofSeconds(4));
    clock.advance(Duration.ofSeconds(30));
    metrics.served(300);
    metrics.backendReplied(Duration.ofSeconds(2));
    assertEquals(200.0, value("average_message_size_bytes"));
    assertEquals(3.0, value("backend_reply_latency_seconds_avg"));
    clock.advance(Duration.ofSeconds(29));
    assertEquals(200.0, value("average_message_size_bytes"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(300.0, value("average_message_size_bytes"));
    assertEquals(2.0, value("backend_reply_latency_seconds_avg"));
    clock.advance(Duration.ofSeconds(60));
    assertEquals(0.0, value("average_message_size_bytes"));
    assertEquals(0.0, value("backend_reply_latency_seconds_avg"));
  }

  @Test
  void aSlotIsEmptiedWhenItIsUsedAgain() {
    metrics.served(100);
    clock.advance(Duration.ofSeconds(60));
    metrics.served(500);
    assertEquals(500.0, value("average_message_size_bytes"));
  }

  @Test
  void aUserCountsOnceAndForAMinuteAfterTheLastRequest() {
    metrics.user("a");
    metrics.user("a");
    metrics.user("b");
    assertEquals(2.0, value("unique_users_last_minute"));
    clock.advance(Duration.ofSeconds(59));
    metrics.user("a");
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1.0, value("unique_users_last_minute"));
    clock.advance(Duration.ofSeconds(59));
    assertEquals(0.0, value("unique_users_last_minute"));
  }

  @Test
  void madeUpUsersDoNotFillTheMemory() {
    for (int i = 0; i < UserWindow.MOST_USERS + 500; i++) {
      metrics.user("user-" + i);
    }
    assertEquals((double) UserWindow.MOST_USERS, value("unique_users_last_minute"));
  }

  private @Nullable Double value(String name) {
    return registry.getSampleValue(name);
  }
}
