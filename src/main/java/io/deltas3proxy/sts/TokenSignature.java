package io.deltas3proxy.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which signatures of tokens count: those of a public key of the provider, by an algorithm that
 * belongs to the type of that key. A token cannot choose: neither none at all nor a shared secret
 * is among them, nor a key that the token brings itself.
 */
final class TokenSignature {

  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  private static final Map<Curve, JWSAlgorithm> BY_CURVE =
      Map.of(
          Curve.P_256, JWSAlgorithm.ES256,
          Curve.P_384, JWSAlgorithm.ES384,
          Curve.P_521, JWSAlgorithm.ES512);

  private static final Set<JWSAlgorithm> ED25519 = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final int MOST_CANDIDATES = 4;

  /** What stands before the 32 bytes of a key (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private TokenSignature() {}

  /** Whether a key of a provider may ever verify a token. */
  static boolean isUsable(JWK key) {
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return false;
    }
    return switch (key) {
      case RSAKey rsa -> rsa.size() >= LEAST_RSA_BITS && rsa.size() <= MOST_RSA_BITS;
      case ECKey ec -> BY_CURVE.containsKey(ec.getCurve());
      case OctetKeyPair pair -> pair.getCurve().equals(Curve.Ed25519);
      default -> false;
    };
  }

  /** Whether an algorithm is on the list at all. */
  static boolean isAllowed(@Nullable JWSAlgorithm algorithm) {
    return algorithm != null
        && (RSA.contains(algorithm)
            || BY_CURVE.containsValue(algorithm)
            || ED25519.contains(algorithm));
  }

  /** Whether one of the keys made the signature. */
  static boolean verifies(SignedJWT token, List<JWK> keys) {
    JWSHeader header = token.getHeader();
    return keys.stream()
        .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
        .filter(key -> fits(key, header.getAlgorithm()))
        .limit(MOST_CANDIDATES)
        .anyMatch(key -> verifies(token, key));
  }

  private static boolean fits(JWK key, JWSAlgorithm algorithm) {
    if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
      return false;
    }
    return switch (key) {
      case RSAKey rsa -> RSA.contains(algorithm);
      case ECKey ec -> algorithm.equals(BY_CURVE.get(ec.getCurve()));
      case OctetKeyPair pair -> ED25519.contains(algorithm);
      default -> false;
    };
  }

  private static boolean verifies(SignedJWT token, JWK key) {
    try {
      return switch (key) {
        case RSAKey rsa -> verifies(token, new RSASSAVerifier(rsa));
        case ECKey ec -> verifies(token, new ECDSAVerifier(ec));
        case OctetKeyPair pair -> verifiesEd25519(token, pair);
        default -> false;
      };
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean verifies(SignedJWT token, JWSVerifier verifier) throws JOSEException {
    return verifier.verify(token.getHeader(), token.getSigningInput(), token.getSignature());
  }

  /** By Java itself: the library would need another one for it. */
  private static boolean verifiesEd25519(SignedJWT token, OctetKeyPair key)
      throws GeneralSecurityException {
    byte[] point = key.getX().decode();
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(token.getSigningInput());
    return signature.verify(token.getSignature().decode());
  }
}
