package io.deltas3proxy.sts;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity provider logs people in (OpenID Connect Discovery 1.0, section 3).
 *
 * @param authorization where browsers are sent
 * @param token where codes are given for tokens
 */
public record LoginEndpoints(URI authorization, URI token) {

  /** Reads them out of a discovery document, which must name the issuer that was asked. */
  static LoginEndpoints of(IdentityProvider provider, Map<String, @Nullable Object> document)
      throws ProviderUnavailableException {
    if (!provider.issuer().equals(document.get("issuer"))) {
      throw new ProviderUnavailableException(provider.discovery() + " names another issuer");
    }
    return new LoginEndpoints(
        uri(provider, document, "authorization_endpoint"),
        uri(provider, document, "token_endpoint"));
  }

  private static URI uri(
      IdentityProvider provider, Map<String, @Nullable Object> document, String name)
      throws ProviderUnavailableException {
    try {
      return Optional.ofNullable(document.get(name))
          .filter(String.class::isInstance)
          .map(text -> URI.create((String) text))
          .map(uri -> {
            provider.address().check(uri);
            return uri;
          })
          .orElseThrow(
              () -> new ProviderUnavailableException(provider.discovery() + " names no " + name));
    } catch (IllegalArgumentException e) {
      throw new ProviderUnavailableException(
          provider.discovery() + " names a " + name + " that is none", e);
    }
  }
}
