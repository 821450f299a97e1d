package io.deltas3proxy.files.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens that the configuration gives to users. Looking one up takes the same time for all. */
public final class BearerTokens {

  /** Fewer characters can be guessed. */
  public static final int LEAST_CHARACTERS = 32;

  private final Map<String, byte[]> hashes = new LinkedHashMap<>();

  /**
   * Keeps hashes of them.
   *
   * @param tokens by user
   */
  public BearerTokens(Map<String, String> tokens) {
    tokens.forEach((user, token) -> hashes.put(user, hash(token)));
  }

  /** Whose token this is. */
  Optional<String> user(String token) {
    byte[] asked = hash(token);
    String found = null;
    for (Map.Entry<String, byte[]> known : hashes.entrySet()) {
      // All are compared, so that time tells nothing.
      if (MessageDigest.isEqual(known.getValue(), asked)) {
        found = known.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
