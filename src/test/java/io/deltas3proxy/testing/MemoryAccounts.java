package io.deltas3proxy.testing;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore;
import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountConflictException.Kind;
import io.deltas3proxy.accounts.AccountStore;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.User;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Accounts and grants in memory, for what stands on them. */
public final class MemoryAccounts implements AccountStore, GrantStore {

  private final TreeMap<String, Boolean> users = new TreeMap<>();
  private final TreeMap<String, TreeSet<String>> groups = new TreeMap<>();
  private final TreeMap<String, AccessKey> keys = new TreeMap<>();
  private final TreeMap<Long, Grant> grants = new TreeMap<>();
  private final List<String> revoked = new ArrayList<>();
  private boolean down;
  private long made;

  /** Whether nothing can be read or changed. */
  public void setDown(boolean down) {
    this.down = down;
  }

  public List<String> revoked() {
    return revoked;
  }

  private void reach() throws AccountsUnavailableException {
    if (down) {
      throw new AccountsUnavailableException("jdbc:secret-host is down", new IOException("gone"));
    }
  }

  private static AccountConflictException conflict(Kind kind, String what) {
    return new AccountConflictException(kind, what);
  }

  private void requireUser(String name)
      throws AccountsUnavailableException, AccountConflictException {
    reach();
    if (!users.containsKey(name)) {
      throw conflict(Kind.MISSING, "There is no such user");
    }
  }

  private Set<String> group(String name)
      throws AccountsUnavailableException, AccountConflictException {
    reach();
    Set<String> members = groups.get(name);
    if (members == null) {
      throw conflict(Kind.MISSING, "There is no such group");
    }
    return members;
  }

  @Override
  public AccessKey key(String id) throws AccountsUnavailableException, AccountConflictException {
    reach();
    AccessKey key = keys.get(id);
    if (key == null) {
      throw conflict(Kind.MISSING, "There is no such key");
    }
    return key;
  }

  private User shown(String name) {
    TreeSet<String> of = new TreeSet<>();
    groups.forEach((group, members) -> {
      if (members.contains(name)) {
        of.add(group);
      }
    });
    return new User(name, Boolean.TRUE.equals(users.get(name)), of);
  }

  @Override
  public List<User> users(@Nullable String after, int most) throws AccountsUnavailableException {
    reach();
    return users.keySet().stream()
        .filter(name -> after == null || name.compareTo(after) > 0)
        .limit(most)
        .map(this::shown)
        .toList();
  }

  @Override
  public Optional<User> user(String name) throws AccountsUnavailableException {
    reach();
    return users.containsKey(name) ? Optional.of(shown(name)) : Optional.empty();
  }

  @Override
  public void addUser(String name) throws AccountsUnavailableException, AccountConflictException {
    reach();
    if (name.length() > 255) {
      throw conflict(Kind.INVALID, "A name has 255 characters at most");
    }
    if (users.putIfAbsent(name, false) != null) {
      throw conflict(Kind.EXISTS, "There is such a user already");
    }
  }

  @Override
  public void setUserDisabled(String name, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    requireUser(name);
    users.put(name, disabled);
  }

  @Override
  public void removeUser(String name)
      throws AccountsUnavailableException, AccountConflictException {
    requireUser(name);
    users.remove(name);
    keys.values().removeIf(key -> key.user().equals(name));
    groups.values().forEach(members -> members.remove(name));
  }

  @Override
  public List<String> groups() throws AccountsUnavailableException {
    reach();
    return List.copyOf(groups.keySet());
  }

  @Override
  public List<String> members(String group)
      throws AccountsUnavailableException, AccountConflictException {
    return List.copyOf(group(group));
  }

  @Override
  public void addGroup(String name) throws AccountsUnavailableException, AccountConflictException {
    reach();
    if (groups.putIfAbsent(name, new TreeSet<>()) != null) {
      throw conflict(Kind.EXISTS, "There is such a group already");
    }
  }

  @Override
  public void removeGroup(String name)
      throws AccountsUnavailableException, AccountConflictException {
    group(name);
    groups.remove(name);
  }

  @Override
  public void addMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    requireUser(user);
    group(group).add(user);
  }

  @Override
  public void removeMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    if (!group(group).remove(user)) {
      throw conflict(Kind.MISSING, "The user is not in the group");
    }
  }

  @Override
  public List<AccessKey> keys(String user)
      throws AccountsUnavailableException, AccountConflictException {
    requireUser(user);
    return keys.values().stream().filter(key -> key.user().equals(user)).toList();
  }

  @Override
  public NewAccessKey createKey(String user, @Nullable Instant expiresAt)
      throws AccountsUnavailableException, AccountConflictException {
    requireUser(user);
    AccessKey key = new AccessKey("KEY" + ++made, user, false, Instant.EPOCH, expiresAt);
    keys.put(key.accessKeyId(), key);
    return new NewAccessKey(key, "the-secret-of-" + key.accessKeyId());
  }

  @Override
  public void setKeyDisabled(String accessKeyId, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    AccessKey key = key(accessKeyId);
    keys.put(
        accessKeyId,
        new AccessKey(accessKeyId, key.user(), disabled, key.createdAt(), key.expiresAt()));
  }

  @Override
  public void removeKey(String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    key(accessKeyId);
    keys.remove(accessKeyId);
  }

  @Override
  public void revokeSessions(String user) throws AccountsUnavailableException {
    reach();
    revoked.add(user);
  }

  @Override
  public List<Stored> grants(long after, int most) throws AccountsUnavailableException {
    reach();
    return grants.tailMap(after, false).entrySet().stream()
        .limit(most)
        .map(entry -> new Stored(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public Optional<Stored> grant(long id) throws AccountsUnavailableException {
    reach();
    return Optional.ofNullable(grants.get(id)).map(grant -> new Stored(id, grant));
  }

  @Override
  public Stored add(Grant grant) throws AccountsUnavailableException, AccountConflictException {
    reach();
    grants.put(++made, grant);
    return new Stored(made, grant);
  }

  @Override
  public Stored replace(long id, Grant grant)
      throws AccountsUnavailableException, AccountConflictException {
    remove(id);
    grants.put(id, grant);
    return new Stored(id, grant);
  }

  @Override
  public void remove(long id) throws AccountsUnavailableException, AccountConflictException {
    reach();
    if (grants.remove(id) == null) {
      throw conflict(Kind.MISSING, "There is no such grant");
    }
  }
}
