package io.deltas3proxy.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private static SecretCipher cipher(int last) {
    byte[] key = new byte[SecretCipher.KEY_BYTES];
    key[SecretCipher.KEY_BYTES - 1] = (byte) last;
    return new SecretCipher(key);
  }

  @Test
  void whatIsEncryptedComesBackAndNeverLooksTheSame() throws GeneralSecurityException {
    SecretCipher cipher = cipher(1);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      byte[] encrypted = cipher.encrypt(SECRET, "AKIDA");
      seen.add(Arrays.toString(encrypted));
      assertEquals(SECRET, cipher(1).decrypt(encrypted, "AKIDA"));
    }
    assertEquals(100, seen.size());
  }

  @Test
  void anotherKeyAnotherNameOrAnyChangedByteIsRefused() {
    byte[] encrypted = cipher(1).encrypt(SECRET, "AKIDA");
    assertThrows(GeneralSecurityException.class, () -> cipher(2).decrypt(encrypted, "AKIDA"));
    assertThrows(GeneralSecurityException.class, () -> cipher(1).decrypt(encrypted, "AKIDB"));
    for (int i = 0; i < encrypted.length; i++) {
      byte[] changed = encrypted.clone();
      changed[i] ^= 1;
      assertThrows(GeneralSecurityException.class, () -> cipher(1).decrypt(changed, "AKIDA"));
      byte[] shorter = Arrays.copyOf(encrypted, i);
      assertThrows(GeneralSecurityException.class, () -> cipher(1).decrypt(shorter, "AKIDA"));
    }
  }

  @Test
  void aKeyHasItsLengthAndIsNotShown() {
    for (int length : new int[] {0, 16, 31, 33}) {
      byte[] key = new byte[length];
      assertThrows(IllegalArgumentException.class, () -> new SecretCipher(key));
    }
    byte[] key = "k".repeat(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertFalse(new SecretCipher(key).toString().contains("kk"));
  }
}
