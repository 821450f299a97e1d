package io.deltas3proxy.accounts;

/** A key that was just made: the one time that its secret is shown. */
public record NewAccessKey(AccessKey key, String secretAccessKey) {

  /** Hides the secret. */
  @Override
  public String toString() {
    return "NewAccessKey[" + key + ", secret hidden]";
  }
}
