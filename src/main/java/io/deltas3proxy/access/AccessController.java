package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;

/** Gives every caller their sight of a table. */
public interface AccessController {

  /**
   * The sight of one table; of one without a rule for this caller it denies everything.
   *
   * @throws AccountsUnavailableException when the caller's rights cannot be known
   */
  TableAccess tableAccess(Caller caller, Table table) throws AccountsUnavailableException;
}
