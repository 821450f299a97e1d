package io.deltas3proxy.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what the database must not know: AES-256-GCM with a random nonce, bound to the name of
 * what is encrypted, so that one secret cannot be put into the place of another.
 */
public final class SecretCipher {

  /** Length of its key. */
  public static final int KEY_BYTES = 32;

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes it.
   *
   * @param key {@link #KEY_BYTES} bytes
   */
  public SecretCipher(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  byte[] encrypt(String secret, String name) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          crypt(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8), name);
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(FORM)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + CIPHER, e);
    }
  }

  /**
   * The secret that {@link #encrypt} was given.
   *
   * @throws GeneralSecurityException when another key or name was used, or a byte is not as it was
   */
  String decrypt(byte[] encrypted, String name) throws GeneralSecurityException {
    if (encrypted.length <= 1 + NONCE_BYTES || encrypted[0] != FORM) {
      throw new GeneralSecurityException("not a secret that was encrypted here");
    }
    byte[] nonce = Arrays.copyOfRange(encrypted, 1, 1 + NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(encrypted, 1 + NONCE_BYTES, encrypted.length);
    return new String(crypt(Cipher.DECRYPT_MODE, nonce, sealed, name), StandardCharsets.UTF_8);
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher.doFinal(input);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "SecretCipher[hidden]";
  }
}
