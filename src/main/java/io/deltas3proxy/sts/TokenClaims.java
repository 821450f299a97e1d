package io.deltas3proxy.sts;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads user and groups out of the claims of a token that was verified. */
final class TokenClaims {

  private static final int MOST_NAME = 255;
  private static final int MOST_GROUPS = 250;

  private final ClaimMapping mapping;

  TokenClaims(ClaimMapping mapping) {
    this.mapping = mapping;
  }

  String user(JWTClaimsSet claims) {
    Object user = claims.getClaim(mapping.userClaim());
    if (!(user instanceof String name)) {
      throw invalid("the claim " + mapping.userClaim() + ", which names the user, is not a text");
    }
    if (mapping.userClaim().equals("email")
        && claims.getClaims().containsKey("email_verified")
        && !Boolean.TRUE.equals(claims.getClaim("email_verified"))) {
      throw invalid("the address of the claim email is not verified");
    }
    return checked(mapping.userPrefix() + name, mapping.userClaim());
  }

  SortedSet<String> groups(JWTClaimsSet claims) {
    String claim = mapping.groupsClaim();
    if (claims.getClaim("_claim_names") instanceof Map<?, ?> elsewhere
        && elsewhere.containsKey(claim)) {
      throw invalid(
          "the token refers to another place for the claim "
              + claim
              + " (too many groups); let the provider name fewer");
    }
    SortedSet<String> groups = new TreeSet<>();
    Object value = valueAt(claims.getClaims(), claim);
    if (value == null) {
      return groups;
    }
    if (!(value instanceof List<?> list)) {
      throw invalid("the claim " + claim + " is not a list of texts");
    }
    if (list.size() > MOST_GROUPS) {
      throw invalid("the claim " + claim + " names more than " + MOST_GROUPS + " groups");
    }
    for (Object element : list) {
      if (!(element instanceof String name)) {
        throw invalid("the claim " + claim + " is not a list of texts");
      }
      groups.add(checked(mapping.groupPrefix() + name, claim));
    }
    return groups;
  }

  /** A claim of that very name, else what the parts of the name lead to. */
  private static @Nullable Object valueAt(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? valueAt(inner, path.substring(dot + 1))
        : null;
  }

  private static String checked(String name, String claim) {
    if (name.isBlank()
        || name.length() > MOST_NAME
        || name.codePoints().anyMatch(TokenClaims::isUnfit)) {
      throw invalid("the claim " + claim + " holds a name that is empty, too long or unprintable");
    }
    return name;
  }

  private static boolean isUnfit(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }

  private static StsException invalid(String message) {
    return new StsException(StsErrorCode.INVALID_IDENTITY_TOKEN, message);
  }
}
