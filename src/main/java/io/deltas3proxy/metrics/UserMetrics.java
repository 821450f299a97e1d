package io.deltas3proxy.metrics;

import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/**
 * What is counted by user. Only a verified name is a label, and only of the first {@value
 * #MOST_USERS}: nobody can make up series.
 */
final class UserMetrics {

  static final int MOST_USERS = 200;

  private static final String ANONYMOUS = "anonymous";
  private static final int FORBIDDEN = 403;

  private final KnownLabels users = new KnownLabels(MOST_USERS);
  private final Counter requests;
  private final Counter bytes;
  private final Counter denied;
  private final Counter throttled;

  UserMetrics(CollectorRegistry registry) {
    requests = counter(registry, "requests", "S3 requests of a user.");
    bytes = counter(registry, "response_bytes", "Bytes of bodies sent to a user.");
    denied = counter(registry, "denied", "S3 requests of a user that got 403.");
    throttled = counter(registry, "throttled", "S3 requests of a user that were over a limit.");
  }

  private static Counter counter(CollectorRegistry registry, String name, String help) {
    return Counter.build("deltas3proxy_user_" + name + "_total", help)
        .labelNames("user")
        .register(registry);
  }

  void end(RequestContext context, int status) {
    VerifiedCaller caller = context.caller();
    String user = caller == null ? ANONYMOUS : users.bounded(caller.user());
    requests.labels(user).inc();
    bytes.labels(user).inc((double) context.bytesSent());
    if (status == FORBIDDEN) {
      denied.labels(user).inc();
    }
    if (context.limit() != null) {
      throttled.labels(user).inc();
    }
  }
}
