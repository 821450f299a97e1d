package io.deltas3proxy.website.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what viewers carry for us (AES-256-GCM). Each text is bound to what it is for: opened for
 * anything else it is none. Two keys are derived of the 32 bytes that the operator gives.
 */
public final class LoginKey {

  /** Bytes of a key. */
  public static final int BYTES = 32;

  private static final int MOST_CHARACTERS = 4096;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String MAC = "HmacSHA256";
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec sealing;
  private final SecretKeySpec deriving;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes the key.
   *
   * @param bytes exactly {@link #BYTES}, random
   */
  public LoginKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a key has " + BYTES + " bytes");
    }
    SecretKeySpec root = new SecretKeySpec(bytes, MAC);
    sealing = new SecretKeySpec(mac(root, "viewer sealing"), "AES");
    deriving = new SecretKeySpec(mac(root, "viewer deriving"), MAC);
  }

  /** A key that ends with the process. */
  public static LoginKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new LoginKey(bytes);
  }

  /** A text of letters, digits, - and _. */
  String seal(String content, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, purpose)
              .doFinal(content.getBytes(StandardCharsets.UTF_8));
      return TEXT.encodeToString(
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing can be sealed", e);
    }
  }

  /** What was sealed for the same purpose; empty for anything else. */
  Optional<String> open(String text, String purpose) {
    if (text.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length <= NONCE_BYTES || !TEXT.encodeToString(bytes).equals(text)) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
      byte[] content =
          cipher(Cipher.DECRYPT_MODE, nonce, purpose)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(content, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Always the same 43 characters for the same text, which nobody else can tell. */
  String derive(String text) {
    return TEXT.encodeToString(mac(deriving, text));
  }

  /** 43 characters that nobody can guess. */
  String random43() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return TEXT.encodeToString(bytes);
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "LoginKey[hidden]";
  }
}
