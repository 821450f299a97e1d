package io.deltas3proxy.s3.signature;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that a secret gives for one scope (Signature Version 4, "Derive a signing key"). */
final class SigningKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final String secret;

  /** Ready to be copied: to set a key anew costs as much as to sign. */
  private final Mac ready;

  private SigningKey(String secret, Mac ready) {
    this.secret = secret;
    this.ready = ready;
  }

  static SigningKey derive(String secretAccessKey, CredentialScope scope) {
    byte[] key = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    key = mac(key).doFinal(bytes(scope.day()));
    key = mac(key).doFinal(bytes(scope.region()));
    key = mac(key).doFinal(bytes(scope.service()));
    key = mac(key).doFinal(bytes("aws4_request"));
    return new SigningKey(secretAccessKey, mac(key));
  }

  boolean isOf(String secretAccessKey) {
    return secret.equals(secretAccessKey);
  }

  /** The signature of a text: 64 lower-case hexadecimal digits. */
  String sign(String text) {
    try {
      return Digests.hex(((Mac) ready.clone()).doFinal(bytes(text)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(ALGORITHM + " cannot be copied", e);
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
