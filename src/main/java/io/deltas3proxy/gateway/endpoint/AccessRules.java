package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** The rules that are in force, of all callers. */
@FunctionalInterface
public interface AccessRules {

  /**
   * @throws AccountsUnavailableException when it is not known now which these are
   */
  List<AccessRule> all() throws AccountsUnavailableException;
}
