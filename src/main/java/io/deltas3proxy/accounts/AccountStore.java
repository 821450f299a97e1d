package io.deltas3proxy.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the database, to look at and to change. A change is in force on every instance
 * within the bound that the settings of the database state. What names something that is not there,
 * or makes something that is, fails with {@link AccountConflictException}, whose message may be
 * shown to the administrator; nothing is changed then.
 */
public interface AccountStore {

  /** All users in the order of their names, after one of them. */
  List<User> users(@Nullable String after, int most) throws AccountsUnavailableException;

  Optional<User> user(String name) throws AccountsUnavailableException;

  void addUser(String name) throws AccountsUnavailableException, AccountConflictException;

  void setUserDisabled(String name, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException;

  /** Removes the user with keys, memberships and grants. */
  void removeUser(String name) throws AccountsUnavailableException, AccountConflictException;

  /** Names of all groups, in their order. */
  List<String> groups() throws AccountsUnavailableException;

  List<String> members(String group) throws AccountsUnavailableException, AccountConflictException;

  void addGroup(String name) throws AccountsUnavailableException, AccountConflictException;

  /** Removes the group with its memberships and grants. */
  void removeGroup(String name) throws AccountsUnavailableException, AccountConflictException;

  /** Does nothing when the user is a member already. */
  void addMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException;

  void removeMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException;

  /** The keys of one user, oldest first. */
  List<AccessKey> keys(String user) throws AccountsUnavailableException, AccountConflictException;

  /** The key of this id, whoever's it is. */
  AccessKey key(String accessKeyId) throws AccountsUnavailableException, AccountConflictException;

  /**
   * Makes a key with a new random id and secret.
   *
   * @param expiresAt {@code null} for never
   */
  NewAccessKey createKey(String user, @Nullable Instant expiresAt)
      throws AccountsUnavailableException, AccountConflictException;

  void setKeyDisabled(String accessKeyId, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException;

  void removeKey(String accessKeyId) throws AccountsUnavailableException, AccountConflictException;

  /**
   * Ends the temporary sessions of a user that began before now, also of a user who has no account
   * here.
   */
  void revokeSessions(String user) throws AccountsUnavailableException;
}
