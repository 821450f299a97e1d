package io.deltas3proxy.admin;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountStore;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.User;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators do with users and their sessions. */
public record Users(AccountStore store, ChangeLog changes) {

  public List<User> list(@Nullable String after, int most) throws AccountsUnavailableException {
    return store.users(after, most);
  }

  public Optional<User> find(String name) throws AccountsUnavailableException {
    return store.user(name);
  }

  public void add(Administrator by, String name)
      throws AccountsUnavailableException, AccountConflictException {
    store.addUser(name);
    changes.changed(new Change(by, "users.add", name, null, AccountJson.disabled(false)));
  }

  public void setDisabled(Administrator by, String name, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    Optional<User> before = store.user(name);
    store.setUserDisabled(name, disabled);
    String action = disabled ? "users.disable" : "users.enable";
    changes.changed(
        new Change(
            by,
            action,
            name,
            before.map(user -> AccountJson.disabled(user.disabled())).orElse(null),
            AccountJson.disabled(disabled)));
  }

  public void remove(Administrator by, String name)
      throws AccountsUnavailableException, AccountConflictException {
    Optional<User> before = store.user(name);
    store.removeUser(name);
    changes.changed(
        new Change(by, "users.remove", name, before.map(AccountJson::user).orElse(null), null));
  }

  public void revokeSessions(Administrator by, String name) throws AccountsUnavailableException {
    store.revokeSessions(name);
    changes.changed(new Change(by, "sessions.revoke", name, null, null));
  }
}
