package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AssumedRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names of users and roles in the form that tools for AWS expect. */
final class Arns {

  static final String ACCOUNT = "000000000000";

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LETTERS = 17;

  private Arns() {}

  static String user(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":user/" + name;
  }

  static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
  }

  static String session(AssumedRole role) {
    return "arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role.name() + "/" + role.sessionName();
  }

  /** Always the same for the same role. */
  static String sessionId(AssumedRole role) {
    return id("AROA", role.name()) + ":" + role.sessionName();
  }

  static String userId(String name) {
    return id("AIDA", name);
  }

  private static String id(String kind, String name) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + name).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    StringBuilder id = new StringBuilder(kind);
    for (int i = 0; i < ID_LETTERS; i++) {
      id.append(LETTERS.charAt(digest[i] & 31));
    }
    return id.toString();
  }
}
