package io.deltas3proxy.sts;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who an identity provider vouches for.
 *
 * @param provider by its name in the configuration
 * @param subject and {@code audience}: as the token names them
 * @param user with the prefix of the provider, and so are the groups
 * @param issuedAt when the provider made the token
 */
public record WebIdentity(
    IdentityProvider provider,
    String subject,
    String audience,
    String user,
    SortedSet<String> groups,
    Instant issuedAt) {
  public WebIdentity {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
