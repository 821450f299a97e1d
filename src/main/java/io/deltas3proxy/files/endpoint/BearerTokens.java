package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.http.HashedSecrets;
import java.util.Map;
import java.util.Optional;

/** The tokens that the configuration gives to users. Looking one up takes the same time for all. */
public final class BearerTokens {

  /** Fewest characters of a token. */
  public static final int LEAST_CHARACTERS = HashedSecrets.LEAST_CHARACTERS;

  private final HashedSecrets<String> secrets;

  /**
   * Keeps hashes of them.
   *
   * @param tokens by user
   */
  public BearerTokens(Map<String, String> tokens) {
    secrets = new HashedSecrets<>(tokens);
  }

  /** Whose token this is. */
  Optional<String> user(String token) {
    return secrets.owner(token);
  }
}
