package io.deltas3proxy.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The bearer tokens of administrators, of which only hashes are kept. */
public final class AdminTokens {

  /** Fewest characters of a token. */
  public static final int LEAST_CHARACTERS = 32;

  private final Map<Administrator, byte[]> hashes = new LinkedHashMap<>();

  /**
   * @param tokens secrets by the names of administrators
   */
  public AdminTokens(Map<String, String> tokens) {
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      if (token.getValue().length() < LEAST_CHARACTERS) {
        throw new IllegalArgumentException("a token has 32 characters at least");
      }
      hashes.put(new Administrator(token.getKey()), hash(token.getValue()));
    }
  }

  /** Whose token it is. Takes the same time for every wrong one, as all are compared whole. */
  public Optional<Administrator> find(String token) {
    byte[] asked = hash(token);
    Administrator found = null;
    for (Map.Entry<Administrator, byte[]> known : hashes.entrySet()) {
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
