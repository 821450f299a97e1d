package io.deltas3proxy.sts;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies ID tokens of one provider (OpenID Connect Core 1.0, section 3.1.3.7). */
final class WebIdentityVerifier {

  /** How far the clocks of provider and proxy may be apart. */
  static final Duration SKEW = Duration.ofMinutes(1);

  private static final int MOST_KEY_ID = 256;

  private final IdentityProvider provider;
  private final ProviderKeys keys;
  private final TokenClaims mapped;
  private final Clock clock;

  WebIdentityVerifier(IdentityProvider provider, ProviderKeys keys, Clock clock) {
    this.provider = provider;
    this.keys = keys;
    this.mapped = new TokenClaims(provider.claims());
    this.clock = clock;
  }

  /**
   * Verifies a token that names this provider as its issuer.
   *
   * @throws StsException when it is not to be trusted
   */
  WebIdentity verify(SignedJWT token, JWTClaimsSet claims) {
    requireHeader(token.getHeader());
    requireSignature(token);
    Instant now = clock.instant();
    Instant issuedAt = requireTimes(claims, now);
    String audience = requireAudience(claims);
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw invalid("the token names no subject");
    }
    return new WebIdentity(
        provider, subject, audience, mapped.user(claims), mapped.groups(claims), issuedAt);
  }

  private static void requireHeader(JWSHeader header) {
    if (!TokenSignature.isAllowed(header.getAlgorithm())) {
      throw invalid("the algorithm of the token's signature is not allowed");
    }
    JOSEObjectType type = header.getType();
    if (type != null && !type.equals(JOSEObjectType.JWT)) {
      throw invalid("the token is not of the type JWT");
    }
    List<String> critical =
        header.getCriticalParams() == null ? List.of() : List.copyOf(header.getCriticalParams());
    if (!critical.isEmpty() || !header.isBase64URLEncodePayload()) {
      throw invalid("the token asks for an extension");
    }
    String keyId = header.getKeyID();
    if (keyId != null && keyId.length() > MOST_KEY_ID) {
      throw invalid("the token's key is not known");
    }
  }

  private void requireSignature(SignedJWT token) {
    try {
      List<JWK> known = keys.forKey(token.getHeader().getKeyID());
      if (TokenSignature.verifies(token, known)
          || TokenSignature.verifies(token, keys.insteadOf(known))) {
        return;
      }
    } catch (ProviderUnavailableException e) {
      throw new StsException(
              StsErrorCode.IDP_COMMUNICATION_ERROR,
              "The identity provider's keys could not be retrieved. Please try again.")
          .because("no keys of " + provider.name() + ": " + e.getMessage());
    }
    throw invalid("the token's signature does not verify by a key of its issuer");
  }

  private static Instant requireTimes(JWTClaimsSet claims, Instant now) {
    Instant expires = time(claims, "exp");
    Instant issued = time(claims, "iat");
    if (expires == null || issued == null) {
      throw invalid("the token has no exp or no iat");
    }
    if (!now.isBefore(expires.plus(SKEW))) {
      throw new StsException(
          StsErrorCode.EXPIRED_IDENTITY_TOKEN, "The web identity token is expired");
    }
    Instant notBefore = time(claims, "nbf");
    if (issued.isAfter(now.plus(SKEW))
        || (notBefore != null && notBefore.isAfter(now.plus(SKEW)))) {
      throw invalid("the token is not valid yet");
    }
    return issued;
  }

  private static @Nullable Instant time(JWTClaimsSet claims, String name) {
    try {
      var date = claims.getDateClaim(name);
      return date == null ? null : date.toInstant();
    } catch (ParseException e) {
      throw invalid("the claim " + name + " is not a time");
    }
  }

  /** One audience must be ours; among several, the token must have been made for one of ours. */
  private String requireAudience(JWTClaimsSet claims) {
    List<String> named = claims.getAudience();
    String audience =
        named.stream()
            .filter(provider.audiences()::contains)
            .findFirst()
            .orElseThrow(() -> invalid("the token is for another audience"));
    Object authorized = claims.getClaim("azp");
    if (named.size() > 1
        && !(authorized instanceof String party && provider.audiences().contains(party))) {
      throw invalid("the token is for several audiences and was not issued to one of ours");
    }
    return audience;
  }

  private static StsException invalid(String message) {
    return new StsException(StsErrorCode.INVALID_IDENTITY_TOKEN, message);
  }
}
