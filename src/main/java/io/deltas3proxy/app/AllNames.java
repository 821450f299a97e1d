package io.deltas3proxy.app;

import io.deltas3proxy.access.ConfiguredGrants;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.AccountStore;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.ConfiguredUser;
import io.deltas3proxy.admin.KnownGrantees;
import java.util.List;

/**
 * The names of users and groups in the configuration and in the database.
 *
 * @param grants of the configuration, where groups may stand that no user of it is in
 */
record AllNames(List<ConfiguredUser> users, ConfiguredGrants grants, AccountStore store)
    implements KnownGrantees {

  @Override
  public boolean hasUser(String name) throws AccountsUnavailableException {
    return users.stream().anyMatch(user -> user.name().equals(name))
        || store.user(name).isPresent();
  }

  @Override
  public boolean hasGroup(String name) throws AccountsUnavailableException {
    return users.stream().anyMatch(user -> user.groups().contains(name))
        || grants.grants().stream()
            .anyMatch(grant -> grant.grantee().equals(new Grantee.Group(name)))
        || store.groups().contains(name);
  }
}
