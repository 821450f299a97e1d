package io.deltas3proxy.s3.endpoint;

/** Whose credentials a store is asked with. */
public enum AuthMode {
  /** Those of the proxy. */
  IAM,
  /** Those that belong to the caller, and never any others. */
  FORWARD
}
