package io.deltas3proxy.accounts;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a session token says. It holds what was true when the session began; what may change since
 * then is asked for at each use.
 *
 * @param groups that the identity provider put the user into; those of accounts are not among them
 */
public record SessionClaims(
    String user,
    SortedSet<String> groups,
    AssumedRole role,
    SessionOrigin origin,
    SessionLifetime lifetime) {
  public SessionClaims {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("a user has a name");
    }
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
