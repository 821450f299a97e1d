package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** Where grants come from: the configuration, the database. What they give is united. */
public interface GrantSource {

  /**
   * The grants that are meant for a caller, valid now or not, for any table. An answer is not older
   * than the bound within which changes come into force.
   *
   * @throws AccountsUnavailableException when they cannot be known
   */
  List<Grant> grantsOf(Caller caller) throws AccountsUnavailableException;
}
