package io.deltas3proxy.accounts;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Ids and secrets of the access keys that are made here. */
final class AccessKeyIds {

  /** Example: {@code AKIAQ3EGRIG5LA7TQV2K}. */
  private static final Pattern ID = Pattern.compile("AKIA[A-Z2-7]{16}");

  private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_RANDOM = 16;
  private static final String SECRET_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int SECRET_LENGTH = 40;

  private AccessKeyIds() {}

  /** Whether an id may have been made here. */
  static boolean mayBe(String accessKeyId) {
    return ID.matcher(accessKeyId).matches();
  }

  static String newId(SecureRandom random) {
    return "AKIA" + letters(random, ID_LETTERS, ID_RANDOM);
  }

  static String newSecret(SecureRandom random) {
    return letters(random, SECRET_LETTERS, SECRET_LENGTH);
  }

  private static String letters(SecureRandom random, String letters, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
