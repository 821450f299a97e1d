package io.deltas3proxy.sts;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads the public keys of one provider. */
final class KeySource {

  private static final int MOST_KEYS = 100;

  private final IdentityProvider provider;
  private final DocumentReader documents;

  KeySource(IdentityProvider provider, DocumentReader documents) {
    this.provider = provider;
    this.documents = documents;
  }

  /** The keys that may sign tokens now, with at least one among them. */
  List<JWK> load() throws ProviderUnavailableException {
    URI uri = provider.keys().isPresent() ? provider.keys().get() : discovered();
    JWKSet all;
    try {
      all = JWKSet.parse(documents.read(uri, provider.address()));
    } catch (ParseException e) {
      throw new ProviderUnavailableException(uri + " is no key set", e);
    }
    List<JWK> keys = new ArrayList<>();
    for (JWK key : all.getKeys()) {
      if (TokenSignature.isUsable(key)) {
        keys.add(key.toPublicJWK());
      }
    }
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new ProviderUnavailableException(uri + " has " + keys.size() + " usable keys");
    }
    return keys;
  }

  /** OpenID Connect Discovery 1.0, section 4.3: the document must name the issuer asked for. */
  private URI discovered() throws ProviderUnavailableException {
    URI discovery = provider.discovery();
    Map<String, @Nullable Object> document = documents.read(discovery, provider.address());
    if (!provider.issuer().equals(document.get("issuer"))) {
      throw new ProviderUnavailableException(discovery + " names another issuer");
    }
    if (!(document.get("jwks_uri") instanceof String uri)) {
      throw new ProviderUnavailableException(discovery + " names no jwks_uri");
    }
    try {
      return URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new ProviderUnavailableException(discovery + " names a jwks_uri that is none", e);
    }
  }
}
