package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.s3.protocol.ListingQuery;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals where a listing goes on (AES-GCM): the place may be a key that the caller must not know, so
 * neither it nor its length can be read. A token opens only for the same caller and question.
 */
public final class ContinuationTokens {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int BLOCK_BYTES = 256;
  private static final int MOST_CHARACTERS = 8192;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  public ContinuationTokens(SecretKey key) {
    this.key = key;
  }

  /** The question that a token belongs to. */
  public record Scope(String operation, Caller caller, String bucket, ListingQuery query) {

    /** Unambiguous bytes: each part with its length. */
    private byte[] bytes() {
      // Not the key: those of a session change while a listing goes on.
      Principal principal = caller.principal();
      String delimiter = query.delimiter();
      ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);
      for (String part :
          new String[] {
            operation,
            principal == null ? "" : principal.user(),
            bucket,
            query.prefix(),
            delimiter == null ? "" : delimiter
          }) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        if (utf8.length + Integer.BYTES > bytes.remaining()) {
          throw new S3Exception(S3ErrorCode.INVALID_ARGUMENT);
        }
        bytes.putInt(utf8.length).put(utf8);
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /**
   * @param position key after which the listing goes on
   */
  public String seal(String position, Scope scope) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, padded(position), scope);
    byte[] token =
        ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
            .put(FORM)
            .put(nonce)
            .put(sealed)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * @throws S3Exception {@link S3ErrorCode#INVALID_ARGUMENT} for a token that was not made here, or
   *     for another question
   */
  public String open(String token, Scope scope) {
    byte[] bytes = decode(token);
    byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(bytes, 1 + NONCE_BYTES, bytes.length);
    ByteBuffer opened = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, nonce, sealed, scope));
    byte[] position = new byte[opened.getInt()];
    opened.get(position);
    return new String(position, StandardCharsets.UTF_8);
  }

  private static byte[] decode(String token) {
    try {
      byte[] bytes =
          token.length() > MOST_CHARACTERS ? new byte[0] : Base64.getUrlDecoder().decode(token);
      if (bytes.length > 1 + NONCE_BYTES && bytes[0] == FORM) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: refused below like any other.
    }
    throw incorrect();
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input, Scope scope) {
    byte[] scopeBytes = scope.bytes();
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(scopeBytes);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      if (mode == Cipher.DECRYPT_MODE) {
        throw incorrect();
      }
      throw new IllegalStateException("continuation tokens cannot be sealed", e);
    }
  }

  private static byte[] padded(String position) {
    byte[] utf8 = position.getBytes(StandardCharsets.UTF_8);
    int blocks = (Integer.BYTES + utf8.length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return ByteBuffer.allocate(blocks * BLOCK_BYTES).putInt(utf8.length).put(utf8).array();
  }

  private static S3Exception incorrect() {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect");
  }
}
