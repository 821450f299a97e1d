package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Location;
import java.net.URI;

/**
 * A backend as its file describes it.
 *
 * @param name 1 to 63 letters, digits, {@code _}, {@code .} and {@code -}
 * @param provider whose it is
 * @param zone unique place of it
 * @param region that the zone lies in
 * @param primary whether it comes first where no rule says otherwise
 * @param draining whether it gets nothing new
 */
public record ConfiguredBackend(
    String name,
    String provider,
    Location zone,
    Location region,
    Connection connection,
    boolean primary,
    boolean enabled,
    boolean draining) {

  /**
   * How it is reached. A backend whose connection has changed gets a new store.
   *
   * @param endpoint base URL, or {@code file:} and a directory whose directories are the buckets
   * @param signingRegion that requests are signed for
   * @param pathStyle whether the bucket stands in the path rather than in the host name
   * @param allowPrivateEndpoint whether the endpoint may be on this machine or its link
   */
  public record Connection(
      URI endpoint,
      String signingRegion,
      boolean pathStyle,
      boolean allowPrivateEndpoint,
      Secrets secrets) {}

  /** What its requests are signed with. */
  public record Secrets(String accessKey, String secretKey) {

    /** Shows nothing. */
    @Override
    public String toString() {
      return "(not shown)";
    }
  }
}
