package io.deltas3proxy.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that session tokens are sealed with. Of the 32 bytes that the operator gives, three keys
 * are derived (HMAC-SHA-256): one seals, one makes the secrets of sessions, one names the key in
 * tokens.
 */
public final class SessionKey {

  /** Bytes of a key. */
  public static final int BYTES = 32;

  static final int ID_BYTES = 4;
  static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SECRET_BYTES = 30;
  private static final String MAC = "HmacSHA256";
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final byte[] id;
  private final SecretKeySpec sealing;
  private final SecretKeySpec secrets;

  /**
   * Makes the key.
   *
   * @param bytes exactly {@link #BYTES}, random
   */
  public SessionKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a key has " + BYTES + " bytes");
    }
    SecretKeySpec root = new SecretKeySpec(bytes, MAC);
    id = Arrays.copyOf(mac(root, ascii("session key id")), ID_BYTES);
    sealing = new SecretKeySpec(mac(root, ascii("session token")), "AES");
    secrets = new SecretKeySpec(mac(root, ascii("session secret")), MAC);
  }

  /** A key that ends with the process. */
  public static SessionKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SessionKey(bytes);
  }

  /** What tells keys apart in tokens; nothing can be concluded from it. */
  byte[] id() {
    return id.clone();
  }

  byte[] seal(byte[] nonce, byte[] claims, byte[] bound) {
    try {
      return crypt(Cipher.ENCRYPT_MODE, nonce, claims, bound);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a session cannot be sealed", e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws GeneralSecurityException for anything else
   */
  byte[] open(byte[] nonce, byte[] sealed, byte[] bound) throws GeneralSecurityException {
    return crypt(Cipher.DECRYPT_MODE, nonce, sealed, bound);
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher.doFinal(input);
  }

  /** The secret of the session that a token seals: 40 characters. */
  String secretOf(byte[] token) {
    byte[] secret = Arrays.copyOf(mac(secrets, token), SECRET_BYTES);
    return Base64.getEncoder().encodeToString(secret);
  }

  private static byte[] mac(SecretKeySpec key, byte[] input) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "SessionKey[hidden]";
  }
}
