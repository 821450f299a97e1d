package io.deltas3proxy.accounts;

import java.util.Optional;

/** Access keys that are no session's: those of the configuration, or of the database. */
@FunctionalInterface
public interface LastingKeys {

  /**
   * Looks a key up, also one that may not be used now. Any number of threads ask; an answer is not
   * older than the bound within which changes come into force.
   *
   * @param accessKeyId any text
   * @throws AccountsUnavailableException when it cannot be known; never taken for "none"
   */
  Optional<LastingKey> find(String accessKeyId) throws AccountsUnavailableException;
}
