package io.deltas3proxy.s3.protocol;

/** How firmly a version is kept. */
public enum LockMode {
  /** Who has the right to may end it before its time. */
  GOVERNANCE,
  /** Nobody may. */
  COMPLIANCE
}
