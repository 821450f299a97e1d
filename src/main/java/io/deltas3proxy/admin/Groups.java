package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.TextNode;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountStore;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** What administrators do with groups and who is in them. */
public record Groups(AccountStore store, ChangeLog changes) {

  public List<String> list() throws AccountsUnavailableException {
    return store.groups();
  }

  public List<String> members(String group)
      throws AccountsUnavailableException, AccountConflictException {
    return store.members(group);
  }

  public void add(Administrator by, String name)
      throws AccountsUnavailableException, AccountConflictException {
    store.addGroup(name);
    changes.changed(new Change(by, "groups.add", name, null, null));
  }

  public void remove(Administrator by, String name)
      throws AccountsUnavailableException, AccountConflictException {
    List<String> members = store.members(name);
    store.removeGroup(name);
    changes.changed(new Change(by, "groups.remove", name, AccountJson.texts(members), null));
  }

  public void addMember(Administrator by, String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    store.addMember(group, user);
    changes.changed(new Change(by, "members.add", group, null, TextNode.valueOf(user)));
  }

  public void removeMember(Administrator by, String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    store.removeMember(group, user);
    changes.changed(new Change(by, "members.remove", group, TextNode.valueOf(user), null));
  }
}
