package io.deltas3proxy.admin;

import io.deltas3proxy.http.HashedSecrets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The bearer tokens of administrators, of which only hashes are kept. */
public final class AdminTokens {

  /** Fewest characters of a token. */
  public static final int LEAST_CHARACTERS = HashedSecrets.LEAST_CHARACTERS;

  private final HashedSecrets<Administrator> secrets;

  /**
   * @param tokens secrets by the names of administrators
   */
  public AdminTokens(Map<String, String> tokens) {
    Map<Administrator, String> byAdministrator = new LinkedHashMap<>();
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      if (token.getValue().length() < LEAST_CHARACTERS) {
        throw new IllegalArgumentException("a token has 32 characters at least");
      }
      byAdministrator.put(new Administrator(token.getKey()), token.getValue());
    }
    secrets = new HashedSecrets<>(byAdministrator);
  }

  /** Whose token it is. Takes the same time for every wrong one, as all are compared whole. */
  public Optional<Administrator> find(String token) {
    return secrets.owner(token);
  }
}
