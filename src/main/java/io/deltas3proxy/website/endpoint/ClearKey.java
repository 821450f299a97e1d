package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.http.HashedSecrets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key that operators clear the cache with; of it only a hash is kept. */
public final class ClearKey {

  private static final String BEARER = "bearer ";

  private final HashedSecrets<String> keys;

  /**
   * Keeps the key.
   *
   * @param key empty to let nobody clear anything
   */
  public ClearKey(String key) {
    keys = new HashedSecrets<>(key.isBlank() ? Map.of() : Map.of("operator", key));
  }

  /** What becomes of a header. */
  enum Check {
    ACCEPTED,
    REFUSED,
    UNREADABLE
  }

  /** Holds {@code Authorization} against the key, in the same time for every wrong one. */
  Check check(@Nullable String authorization) {
    if (authorization == null) {
      return Check.REFUSED;
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Check.UNREADABLE;
    }
    String given = authorization.substring(BEARER.length()).strip();
    return keys.owner(given).isPresent() ? Check.ACCEPTED : Check.REFUSED;
  }
}
