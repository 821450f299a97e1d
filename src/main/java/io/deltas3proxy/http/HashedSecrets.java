package io.deltas3proxy.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets that requests carry whole, such as bearer tokens, and whose each is. Only hashes of them
 * are kept, and all are compared whatever is asked, so that time tells nothing.
 *
 * @param <T> whom a secret is for
 */
public final class HashedSecrets<T> {

  /** Fewer characters can be guessed. */
  public static final int LEAST_CHARACTERS = 32;

  private final Map<T, byte[]> hashes = new LinkedHashMap<>();

  /**
   * Keeps hashes of secrets.
   *
   * @param secrets by whom they are for
   */
  public HashedSecrets(Map<T, String> secrets) {
    secrets.forEach((owner, secret) -> hashes.put(owner, hash(secret)));
  }

  /** Whose secret it is. */
  public Optional<T> owner(String secret) {
    byte[] asked = hash(secret);
    T found = null;
    for (Map.Entry<T, byte[]> known : hashes.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), asked)) {
        found = known.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
