package io.deltas3proxy.admin;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;
import java.util.Optional;

/** What administrators do with grants. */
public record Grants(GrantStore store, ChangeLog changes) {

  public List<Stored> list(long after, int most) throws AccountsUnavailableException {
    return store.grants(after, most);
  }

  public Optional<Stored> find(long id) throws AccountsUnavailableException {
    return store.grant(id);
  }

  public Stored add(Administrator by, Grant grant)
      throws AccountsUnavailableException, AccountConflictException {
    Stored stored = store.add(grant);
    changes.changed(
        new Change(
            by, "grants.add", String.valueOf(stored.id()), null, GrantJson.write(stored.grant())));
    return stored;
  }

  public Stored replace(Administrator by, long id, Grant grant)
      throws AccountsUnavailableException, AccountConflictException {
    Optional<Stored> before = store.grant(id);
    Stored stored = store.replace(id, grant);
    changes.changed(
        new Change(
            by,
            "grants.replace",
            String.valueOf(id),
            before.map(old -> GrantJson.write(old.grant())).orElse(null),
            GrantJson.write(stored.grant())));
    return stored;
  }

  public void remove(Administrator by, long id)
      throws AccountsUnavailableException, AccountConflictException {
    Optional<Stored> before = store.grant(id);
    store.remove(id);
    changes.changed(
        new Change(
            by,
            "grants.remove",
            String.valueOf(id),
            before.map(old -> GrantJson.write(old.grant())).orElse(null),
            null));
  }
}
