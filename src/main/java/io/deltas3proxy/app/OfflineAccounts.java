package io.deltas3proxy.app;

import io.deltas3proxy.access.JdbcGrantStore;
import io.deltas3proxy.access.PermissionRows;
import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.admin.Grants;
import io.deltas3proxy.admin.Groups;
import io.deltas3proxy.admin.Keys;
import io.deltas3proxy.admin.KnownGrantees;
import io.deltas3proxy.admin.Users;
import java.time.Clock;

/** The operations on the accounts of the database, without a server. */
public final class OfflineAccounts implements AutoCloseable {

  private final AccountsDatabase database;
  private final OfflineChanges changes;
  private final JdbcAccountStore accounts;
  private final JdbcGrantStore grants;
  private final AllNames names;

  OfflineAccounts(
      Configuration configuration, AccountsDatabase database, OfflineChanges changes, Clock clock) {
    this.database = database;
    this.changes = changes;
    changes.copyTo(database);
    accounts = new JdbcAccountStore(database.database(), database.cipher(), clock);
    grants = new JdbcGrantStore(database.database(), clock);
    names = new AllNames(configuration.users(), configuration.grants(), accounts);
  }

  public Users users() {
    return new Users(accounts, changes);
  }

  public Keys keys() {
    return new Keys(accounts, changes);
  }

  public Groups groups() {
    return new Groups(accounts, changes);
  }

  public Grants grants() {
    return new Grants(grants, changes);
  }

  public PermissionRows permissions() {
    return grants;
  }

  /** All names of users and groups, also those of the configuration. */
  public KnownGrantees names() {
    return names;
  }

  @Override
  public void close() {
    changes.close();
    database.close();
  }
}
