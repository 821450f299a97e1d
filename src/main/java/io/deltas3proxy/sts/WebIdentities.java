package io.deltas3proxy.sts;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verifies ID tokens of all providers. */
public final class WebIdentities implements AutoCloseable {

  /** As STS bounds them. */
  static final int MOST_CHARACTERS = 20_000;

  private final DocumentReader documents;
  private final Map<String, WebIdentityVerifier> byIssuer = new HashMap<>();

  /**
   * Makes it; nothing is fetched before a token needs it.
   *
   * @param deadline for one answer of a provider
   */
  public WebIdentities(List<IdentityProvider> providers, Duration deadline, Clock clock) {
    documents = new DocumentReader(deadline);
    for (IdentityProvider provider : providers) {
      ProviderKeys keys =
          new ProviderKeys(provider.name(), new KeySource(provider, documents), clock);
      if (byIssuer.put(provider.issuer(), new WebIdentityVerifier(provider, keys, clock)) != null) {
        throw new IllegalArgumentException("two providers with the issuer " + provider.issuer());
      }
    }
  }

  /**
   * Whom a token vouches for. An issuer that is not configured is refused before anything is
   * fetched.
   *
   * @throws StsException when the token is not to be trusted
   */
  WebIdentity verify(String token) {
    if (token.length() > MOST_CHARACTERS) {
      throw invalid("the token is too long");
    }
    SignedJWT parsed;
    JWTClaimsSet claims;
    try {
      parsed = SignedJWT.parse(token);
      claims = parsed.getJWTClaimsSet();
    } catch (ParseException | IllegalArgumentException e) {
      throw invalid("the token is not a signed JWT");
    }
    String issuer = claims == null ? null : claims.getIssuer();
    WebIdentityVerifier verifier = verifierOf(issuer);
    if (claims == null || verifier == null) {
      throw invalid("no identity provider is configured for the issuer of the token")
          .because("unknown issuer " + issuer);
    }
    return verifier.verify(parsed, claims);
  }

  private @Nullable WebIdentityVerifier verifierOf(@Nullable String issuer) {
    return issuer == null ? null : byIssuer.get(issuer);
  }

  private static StsException invalid(String message) {
    return new StsException(StsErrorCode.INVALID_IDENTITY_TOKEN, message);
  }

  @Override
  public void close() {
    documents.close();
  }
}
