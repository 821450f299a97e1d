package io.deltas3proxy.admin;

import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountStore;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.NewAccessKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What administrators do with access keys. */
public record Keys(AccountStore store, ChangeLog changes) {

  public List<AccessKey> list(String user)
      throws AccountsUnavailableException, AccountConflictException {
    return store.keys(user);
  }

  /** The key of this id, whoever's it is. */
  public AccessKey find(String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    return store.key(accessKeyId);
  }

  /** The key of a user; that of somebody else counts as missing. */
  public AccessKey find(String user, String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    for (AccessKey key : store.keys(user)) {
      if (key.accessKeyId().equals(accessKeyId)) {
        return key;
      }
    }
    throw new AccountConflictException(
        AccountConflictException.Kind.MISSING, "The user has no such key");
  }

  public NewAccessKey create(Administrator by, String user, @Nullable Instant expiresAt)
      throws AccountsUnavailableException, AccountConflictException {
    NewAccessKey made = store.createKey(user, expiresAt);
    changes.changed(
        new Change(by, "keys.create", made.key().accessKeyId(), null, AccountJson.key(made.key())));
    return made;
  }

  public void setDisabled(Administrator by, String user, String accessKeyId, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    AccessKey before = find(user, accessKeyId);
    store.setKeyDisabled(accessKeyId, disabled);
    changes.changed(
        new Change(
            by,
            disabled ? "keys.disable" : "keys.enable",
            accessKeyId,
            AccountJson.disabled(before.disabled()),
            AccountJson.disabled(disabled)));
  }

  public void remove(Administrator by, String user, String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    AccessKey before = find(user, accessKeyId);
    store.removeKey(accessKeyId);
    changes.changed(new Change(by, "keys.remove", accessKeyId, AccountJson.key(before), null));
  }
}
