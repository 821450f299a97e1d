package io.deltas3proxy.storage.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names a role session after a user (AWS STS, AssumeRole, {@code RoleSessionName}: 2 to 64 of
 * letters, digits and {@code _+=,.@-}). A user whose name is no such name gets one that resembles
 * it, with a part that keeps apart those who would look alike. Example: {@code okta:ada} is {@code
 * okta-ada-6ab0f1c2}.
 */
final class RoleSessionName {

  private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");
  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9_+=,.@-]");
  private static final int MOST_OF_THE_USER = 55;
  private static final int HASH_BYTES = 4;

  private RoleSessionName() {}

  static String of(String user) {
    if (GOOD.matcher(user).matches()) {
      return user;
    }
    String alike = OTHERS.matcher(user).replaceAll("-");
    return alike.substring(0, Math.min(alike.length(), MOST_OF_THE_USER)) + "-" + hash(user);
  }

  private static String hash(String user) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
