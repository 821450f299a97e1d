package io.deltas3proxy.gateway.management;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a user may do in the gateway.
 *
 * @param bucket a name, in which {@code *} stands for any characters
 * @param prefix of the keys; empty for all
 * @param privileges at least one of {@link #PRIVILEGES}
 */
public record GatewayPermission(String bucket, String prefix, Set<String> privileges) {

  /** The privileges that there are. */
  public static final Set<String> PRIVILEGES = Set.of("read", "write", "delete", "bypassRetention");

  private static final int MOST_CHARACTERS = 1024;

  public GatewayPermission {
    privileges = Set.copyOf(privileges);
    if (privileges.isEmpty() || !PRIVILEGES.containsAll(privileges)) {
      throw new IllegalArgumentException(
          "privileges must be some of " + String.join(", ", new TreeSet<>(PRIVILEGES)));
    }
    // Example: reports-*
    if (!bucket.matches("[a-z0-9*][a-z0-9.*-]{0,62}")) {
      throw new IllegalArgumentException(
          "bucket must be the name of a bucket; * stands for any characters");
    }
    if (prefix.length() > MOST_CHARACTERS || prefix.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("prefix must be the beginning of keys");
    }
  }
}
