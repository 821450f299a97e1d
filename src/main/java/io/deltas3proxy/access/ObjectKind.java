package io.deltas3proxy.access;

/** What an object below a table's root is. */
public enum ObjectKind {
  DATA,
  CHANGE_DATA,
  DELETION_VECTOR,
  /** Below {@code _delta_log/}. */
  LOG,
  /** An index that a platform keeps beside the table: nobody's. */
  PLATFORM_INDEX,
  /** No log names it. */
  UNKNOWN
}
