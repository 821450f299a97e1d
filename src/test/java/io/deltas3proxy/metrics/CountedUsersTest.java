package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who counts as a user, among those who verify and among those who only claim. */
class CountedUsersTest {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final RequestMetrics metrics =
      new RequestMetrics(registry, new MinuteMetrics(registry, Clock.systemUTC()));

  private RequestContext request(String accessKeyId) {
    RequestContext context = new RequestContext("id", "192.0.2.7");
    context.user(accessKeyId);
    metrics.begin();
    return context;
  }

  private void end(RequestContext context, int status) {
    metrics.end(context, status, Duration.ofMillis(1));
  }

  private @Nullable Double value(String name) {
    return registry.getSampleValue(name);
  }

  @Test
  void keysThatAreClaimedAndRefusedCountNobody() {
    for (int i = 0; i < 100; i++) {
      end(request("AKIAMADEUP" + i), 403);
    }
    assertEquals(0.0, value("unique_users_last_minute"));
    assertEquals(
        100.0,
        registry.getSampleValue(
            "deltas3proxy_user_requests_total", new String[] {"user"}, new String[] {"anonymous"}));
  }

  @Test
  void aVerifiedUserCountsOnceWithAllTheirKeys() {
    for (int i = 0; i < 3; i++) {
      RequestContext context = request("ASIASESSION" + i);
      context.caller(new VerifiedCaller("alice", List.of()));
      end(context, 200);
    }
    assertEquals(1.0, value("unique_users_last_minute"));
  }

  @Test
  void whereNobodyIsVerifiedClaimsTellUsersApart() {
    for (String key : List.of("AKIAONE", "AKIATWO", "AKIAONE")) {
      RequestContext context = request(key);
      context.believeClaim();
      end(context, 200);
    }
    assertEquals(2.0, value("unique_users_last_minute"));
  }
}
