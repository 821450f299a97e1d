package io.deltas3proxy.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Finds who an access key belongs to. Any number of threads ask; an answer is not older than the
 * bound within which changes come into force.
 */
public interface Identities {

  /**
   * Looks a key up.
   *
   * @param accessKeyId as the request names it, not verified: may be any text up to 128 characters
   * @param sessionToken as the request carries it; {@code null} without one
   * @throws AccountsUnavailableException when it cannot be known; never taken for "unknown"
   */
  KeyLookup find(String accessKeyId, @Nullable String sessionToken)
      throws AccountsUnavailableException;
}
