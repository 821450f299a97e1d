package io.deltas3proxy.gateway.endpoint;

import java.util.Map;
import java.util.Optional;

/** What somebody may do with objects of the gateway. None of them includes another. */
public enum GatewayPrivilege {
  /** Read objects and their versions, and see them in listings. */
  READ,
  /** Store objects, tag them, and lock them. */
  WRITE,
  /** Delete objects, and versions of them for good. */
  DELETE,
  /** Pass over locks of mode governance, and end legal holds. */
  BYPASS_RETENTION;

  private static final Map<String, GatewayPrivilege> NAMES =
      Map.of("read", READ, "write", WRITE, "delete", DELETE, "bypassRetention", BYPASS_RETENTION);

  /** By the name in rules, for example {@code bypassRetention}. */
  public static Optional<GatewayPrivilege> named(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }
}
