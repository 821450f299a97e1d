package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;

/** Counts the changes of what {@link GrantSource}s answer. */
@FunctionalInterface
public interface GrantRevision {

  /** Of sources that never change. */
  GrantRevision FIXED = () -> 0;

  /**
   * The number of the state that is in force now: what was learned at another number does not hold
   * any more. Costs no I/O.
   *
   * @throws AccountsUnavailableException when it was not confirmed within the bound in which
   *     changes come into force
   */
  long current() throws AccountsUnavailableException;
}
