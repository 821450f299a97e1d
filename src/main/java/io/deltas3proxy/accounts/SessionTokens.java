package io.deltas3proxy.accounts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes sessions and reads their tokens. A token is its claims, sealed with AES-256-GCM and bound
 * to the access key id; the secret is derived from it. No instance keeps anything of a session:
 * each one that has the key opens its token.
 */
public final class SessionTokens {

  /** Most characters of a token, so that it fits into a header with others. */
  public static final int MOST_CHARACTERS = 4096;

  /** Example: {@code ASIAQ3EGRIG5LA7TQV2K}. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("ASIA[A-Z2-7]{16}");

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM_LETTERS = 16;
  private static final byte FORM = 1;
  private static final int CLEAR_BYTES = 1 + SessionKey.ID_BYTES + SessionKey.NONCE_BYTES;

  private final SessionKey current;
  private final List<SessionKey> keys = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes it.
   *
   * @param current seals
   * @param previous open what they sealed while they were current
   */
  public SessionTokens(SessionKey current, List<SessionKey> previous) {
    this.current = current;
    keys.add(current);
    keys.addAll(previous);
  }

  /** Whether an access key id may be one of a session; lasting keys should not look so. */
  public static boolean isSessionKeyId(String accessKeyId) {
    return ACCESS_KEY_ID.matcher(accessKeyId).matches();
  }

  /** Begins a session. */
  public Session begin(SessionClaims claims) throws SessionTooLargeException {
    String accessKeyId = newAccessKeyId();
    byte[] nonce = new byte[SessionKey.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] clear = ByteBuffer.allocate(CLEAR_BYTES).put(FORM).put(current.id()).put(nonce).array();
    byte[] sealed =
        current.seal(nonce, SessionClaimsCoding.encode(claims), bound(accessKeyId, clear));
    byte[] token = ByteBuffer.allocate(clear.length + sealed.length).put(clear).put(sealed).array();
    String text = text(token);
    if (text.length() > MOST_CHARACTERS) {
      throw new SessionTooLargeException(claims.groups().size());
    }
    return new Session(accessKeyId, current.secretOf(token), text, claims);
  }

  /**
   * The session whose key and token these are, also when it is over; empty when the token was not
   * made here, was altered or belongs to another key.
   */
  public Optional<Session> open(String accessKeyId, String token) {
    byte[] bytes = bytes(token);
    if (bytes.length < CLEAR_BYTES || bytes[0] != FORM) {
      return Optional.empty();
    }
    byte[] clear = Arrays.copyOf(bytes, CLEAR_BYTES);
    byte[] id = Arrays.copyOfRange(bytes, 1, 1 + SessionKey.ID_BYTES);
    byte[] nonce = Arrays.copyOfRange(bytes, 1 + SessionKey.ID_BYTES, CLEAR_BYTES);
    byte[] sealed = Arrays.copyOfRange(bytes, CLEAR_BYTES, bytes.length);
    for (SessionKey key : keys) {
      if (Arrays.equals(key.id(), id)) {
        try {
          byte[] claims = key.open(nonce, sealed, bound(accessKeyId, clear));
          return Optional.of(
              new Session(
                  accessKeyId, key.secretOf(bytes), token, SessionClaimsCoding.decode(claims)));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
          // The next key may have the same id by chance.
        }
      }
    }
    return Optional.empty();
  }

  private String newAccessKeyId() {
    StringBuilder id = new StringBuilder("ASIA");
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  private static byte[] bound(String accessKeyId, byte[] clear) {
    byte[] id = accessKeyId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(clear.length + id.length).put(clear).put(id).array();
  }

  private static String text(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The bytes of a token that is written in its one way; none for any other text. */
  private static byte[] bytes(String token) {
    if (token.length() <= MOST_CHARACTERS) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        if (text(bytes).equals(token)) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        // Not Base64: as any other token that was not made here.
      }
    }
    return new byte[0];
  }
}
