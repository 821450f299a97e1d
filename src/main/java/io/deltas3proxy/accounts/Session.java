package io.deltas3proxy.accounts;

/** Temporary credentials and what they stand for. */
public record Session(
    String accessKeyId, String secretAccessKey, String token, SessionClaims claims) {

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "Session[" + accessKeyId + ", " + claims.user() + ", secrets hidden]";
  }
}
