package io.deltas3proxy.website.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The key that operators clear the cache with; of it only a digest is kept. */
public final class ClearKey {

  private static final String BEARER = "bearer ";

  private final byte @Nullable [] digest;

  /**
   * Keeps the key.
   *
   * @param key empty to let nobody clear anything
   */
  public ClearKey(String key) {
    this.digest = key.isBlank() ? null : digest(key);
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
    byte[] given = digest(authorization.substring(BEARER.length()).strip());
    boolean same = digest != null && MessageDigest.isEqual(digest, given);
    return same ? Check.ACCEPTED : Check.REFUSED;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
