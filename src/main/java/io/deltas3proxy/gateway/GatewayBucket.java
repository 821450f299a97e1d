package io.deltas3proxy.gateway;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as callers see it.
 *
 * @param name logical
 * @param backendBucket physical; {@code null} for that of each backend
 * @param locations where its objects may be, the first one being that of the primary replica; empty
 *     for anywhere
 * @param countries upper-case codes that nothing leaves; empty for any
 * @param requiredReplicas at least 1
 * @param defaultRetention of new versions; {@code null} for none
 */
public record GatewayBucket(
    String name,
    @Nullable String backendBucket,
    List<Location> locations,
    Set<String> countries,
    int requiredReplicas,
    boolean objectLock,
    @Nullable DefaultRetention defaultRetention) {

  /**
   * How long new versions are kept.
   *
   * @param days at least 1
   */
  public record DefaultRetention(Retention.Mode mode, int days) {
    public DefaultRetention {
      if (days < 1) {
        throw new IllegalArgumentException("retention of " + days + " days");
      }
    }
  }

  public GatewayBucket {
    locations = List.copyOf(locations);
    countries = Set.copyOf(countries);
    if (requiredReplicas < 1) {
      throw new IllegalArgumentException("required replicas: " + requiredReplicas);
    }
  }

  /** The physical bucket of a backend. */
  public String on(Backend backend) {
    return backendBucket == null ? backend.bucket() : backendBucket;
  }
}
