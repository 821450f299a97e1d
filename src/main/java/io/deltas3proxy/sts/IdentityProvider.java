package io.deltas3proxy.sts;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An OpenID Connect provider whose ID tokens are taken.
 *
 * @param name that the operator gives it
 * @param issuer exactly as tokens name it
 * @param audiences of which a token must have one; not empty
 * @param keys where the provider's keys are; empty to ask its discovery document
 * @param address where the provider may be
 */
public record IdentityProvider(
    String name,
    String issuer,
    List<String> audiences,
    Optional<URI> keys,
    ClaimMapping claims,
    ProviderAddress address) {
  public IdentityProvider {
    audiences = List.copyOf(audiences);
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("a provider without an audience vouches for nobody");
    }
  }

  /** The same provider for tokens that were made for one client alone. */
  IdentityProvider forAudience(String clientId) {
    return new IdentityProvider(name, issuer, List.of(clientId), keys, claims, address);
  }

  /** Where the discovery document is (OpenID Connect Discovery 1.0, section 4). */
  URI discovery() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }
}
