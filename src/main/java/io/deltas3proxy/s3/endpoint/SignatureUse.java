package io.deltas3proxy.s3.endpoint;

/** What a store makes of the keys that callers sign their requests with. */
public enum SignatureUse {
  /** Nothing: it does not know them. */
  NONE,
  /** It knows them: requests are signed anew with the key of the caller. */
  RESIGN,
  /** It knows them: a caller's own signature is sent on where that is possible. */
  PASS_THROUGH
}
