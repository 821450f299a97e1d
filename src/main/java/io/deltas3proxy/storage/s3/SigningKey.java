package io.deltas3proxy.storage.s3;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that a secret gives for one day, one region and S3 (Signature Version 4, "Calculate
 * signature", steps 1 to 4). Derived once a day and used for every request of it.
 */
final class SigningKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final String secret;
  private final String scope;
  private final SecretKeySpec key;

  private SigningKey(String secret, String scope, SecretKeySpec key) {
    this.secret = secret;
    this.scope = scope;
    this.key = key;
  }

  /**
   * Derives the key.
   *
   * @param day for example {@code 20260131}
   */
  static SigningKey derive(String secret, String day, String region) {
    byte[] bytes = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, region, "s3", "aws4_request"}) {
      bytes = hmac(new SecretKeySpec(bytes, ALGORITHM), part);
    }
    return new SigningKey(secret, scopeOf(day, region), new SecretKeySpec(bytes, ALGORITHM));
  }

  private static String scopeOf(String day, String region) {
    return day + "/" + region + "/s3/aws4_request";
  }

  boolean isFor(String otherSecret, String day, String region) {
    return secret.equals(otherSecret) && scope.equals(scopeOf(day, region));
  }

  /** What the key is for; example: {@code 20260131/eu-west-1/s3/aws4_request}. */
  String scope() {
    return scope;
  }

  byte[] sign(String text) {
    return hmac(key, text);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
