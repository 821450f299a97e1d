package io.deltas3proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserMetricsTest {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final UserMetrics metrics = new UserMetrics(registry);

  @Test
  void requestsBytesRefusalsAndThrottlesAreCountedByUser() {
    RequestContext context = verified("alice");
    context.addBytesSent(7);
    metrics.end(context, 200);
    metrics.end(verified("alice"), 403);
    RequestContext throttled = verified("alice");
    throttled.limit("requestsPerSecond");
    metrics.end(throttled, 503);
    assertEquals(3, value("requests", "alice"));
    assertEquals(7, value("response_bytes", "alice"));
    assertEquals(1, value("denied", "alice"));
    assertEquals(1, value("throttled", "alice"));
  }

  @Test
  void aKeyThatIsOnlyClaimedMakesNoLabel() {
    RequestContext context = new RequestContext("id", "192.0.2.7");
    context.user("AKIACLAIMED");
    metrics.end(context, 200);
    assertNull(value("requests", "AKIACLAIMED"));
    assertEquals(1, value("requests", "anonymous"));
  }

  @Test
  void afterSoManyUsersTheRestIsOne() {
    for (int i = 0; i < UserMetrics.MOST_USERS + 50; i++) {
      metrics.end(verified("user" + i), 200);
    }
    assertEquals(1, value("requests", "user0"));
    assertNull(value("requests", "user" + UserMetrics.MOST_USERS));
    assertEquals(50, value("requests", "other"));
    metrics.end(verified("user0"), 200);
    assertEquals(2, value("requests", "user0"));
  }

  private static RequestContext verified(String user) {
    RequestContext context = new RequestContext("id", "192.0.2.7");
    context.caller(new VerifiedCaller(user, List.of()));
    return context;
  }

  private @Nullable Double value(String name, String user) {
    return registry.getSampleValue(
        "deltas3proxy_user_" + name + "_total", new String[] {"user"}, new String[] {user});
  }
}
