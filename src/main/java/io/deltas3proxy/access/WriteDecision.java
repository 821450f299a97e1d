package io.deltas3proxy.access;

import io.deltas3proxy.storage.ObjectAddress;

/** The answer to whether a caller may change one object. */
public sealed interface WriteDecision {

  /**
   * It may be changed as its kind allows.
   *
   * @param address the very address that was judged; what is changed is this and nothing else
   */
  record Allowed(WriteTarget target, ObjectAddress address) implements WriteDecision {}

  /**
   * 403.
   *
   * @param reason for the operator's log
   * @param concealed whether the caller is not to learn that there is such a table
   */
  record Forbidden(String reason, boolean concealed) implements WriteDecision {}

  /** The version was committed before: 412, as the store itself would answer. */
  record Taken(long version) implements WriteDecision {}

  /** No object of this kind is written this way: 501. */
  record Unsupported(String reason) implements WriteDecision {}

  /**
   * It cannot be known: 503.
   *
   * @param reason for the operator's log
   */
  record Unknowable(String reason) implements WriteDecision {}
}
