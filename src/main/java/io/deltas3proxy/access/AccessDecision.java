package io.deltas3proxy.access;

import io.deltas3proxy.storage.ObjectAddress;

/** The answer to whether a caller may read one object. */
public sealed interface AccessDecision {

  /** Which kind of object it is, for those who deliver it. */
  enum Subject {
    /** Below {@code _delta_log/}: never redirected. */
    LOG,
    /** A data, change data or deletion vector file. */
    FILE
  }

  /**
   * It may be read.
   *
   * @param address the very address that was judged; what is fetched is this and nothing else
   */
  record Allowed(Subject subject, ObjectAddress address) implements AccessDecision {}

  /**
   * 403.
   *
   * @param reason for the operator's log and for explanations to administrators
   */
  record Forbidden(String reason) implements AccessDecision {}

  /** No log knows such an object: 404, without asking the store. */
  record Missing() implements AccessDecision {}

  /**
   * It cannot be known: 503.
   *
   * @param reason for the operator's log
   */
  record Unknowable(String reason) implements AccessDecision {}
}
