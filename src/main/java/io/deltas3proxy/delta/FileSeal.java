package io.deltas3proxy.delta;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the blocks of one file with AES-256-GCM, by a key that is derived for this file. A block is
 * opened only where it was: under the same name, header and number, and last only if it was last.
 */
final class FileSeal {

  /** Bytes of a block before it is sealed; only the last one may have fewer. */
  static final int BLOCK = 1 << 16;

  /** Bytes that sealing adds to a block. */
  static final int TAG = 16;

  /** The last character is the format: a file of another one is not read. */
  private static final byte[] MAGIC = "DS3PIDX2".getBytes(StandardCharsets.US_ASCII);

  private static final int NONCE = 32;
  static final int HEADER = MAGIC.length + NONCE;

  private final SecretKeySpec key;
  private final Cipher cipher;
  private int next;

  /**
   * @param name of the file
   */
  FileSeal(byte[] directoryKey, String name, byte[] header) throws IOException {
    if (header.length != HEADER
        || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not an index of this format");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(directoryKey, "HmacSHA256"));
      mac.update(header);
      key = new SecretKeySpec(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), "AES");
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IOException("the file cannot be sealed here", e);
    }
  }

  /** A new one, by which a file has a key of its own. */
  static byte[] header() {
    byte[] nonce = new byte[NONCE];
    new SecureRandom().nextBytes(nonce);
    return ByteBuffer.allocate(HEADER).put(MAGIC).put(nonce).array();
  }

  byte[] seal(byte[] block, int length, boolean last) throws IOException {
    return run(Cipher.ENCRYPT_MODE, block, length, last);
  }

  byte[] open(byte[] sealed, int length, boolean last) throws IOException {
    return run(Cipher.DECRYPT_MODE, sealed, length, last);
  }

  private byte[] run(int mode, byte[] bytes, int length, boolean last) throws IOException {
    byte[] number = ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(next++).array();
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, number));
      return cipher.doFinal(bytes, 0, length);
    } catch (GeneralSecurityException e) {
      throw new IOException("the file is damaged, or was not written here", e);
    }
  }
}
