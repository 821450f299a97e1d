package io.deltas3proxy.website.login;

import io.deltas3proxy.sts.IdentityProvider;
import java.util.List;
import java.util.Optional;

/**
 * What a provider knows of us.
 *
 * @param id of the client
 * @param secret of the client; empty for a public one
 * @param scopes that are asked for; {@code openid} is among them
 */
public record LoginClient(
    IdentityProvider provider, String id, Optional<String> secret, List<String> scopes) {
  public LoginClient {
    scopes = List.copyOf(scopes);
    if (!scopes.contains("openid")) {
      throw new IllegalArgumentException("must contain openid");
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "LoginClient[" + provider.name() + ", " + id + "]";
  }
}
