package io.deltas3proxy.accounts;

import io.deltas3proxy.accounts.AccountConflictException.Kind;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The accounts in the tables of the database. */
public final class JdbcAccountStore implements AccountStore {

  private static final int MOST_NAME = 255;

  /** A change that may not fit what is there. */
  @FunctionalInterface
  private interface JdbcChange {
    void in(Connection connection) throws SQLException, AccountConflictException;
  }

  private final JdbcTables tables;
  private final JdbcAccessKeys keys;
  private final Clock clock;

  public JdbcAccountStore(Database database, SecretCipher cipher, Clock clock) {
    tables = new JdbcTables(database);
    keys = new JdbcAccessKeys(cipher, clock);
    this.clock = clock;
  }

  @Override
  public List<User> users(@Nullable String after, int most) throws AccountsUnavailableException {
    return tables.read(connection -> {
      List<User> users = new ArrayList<>();
      List<String> names =
          JdbcTables.texts(
              connection,
              "SELECT name FROM users WHERE name > ? ORDER BY name LIMIT ?",
              after == null ? "" : after,
              most);
      for (String name : names) {
        find(connection, name).ifPresent(users::add);
      }
      return users;
    });
  }

  @Override
  public Optional<User> user(String name) throws AccountsUnavailableException {
    return tables.read(connection -> find(connection, name));
  }

  private static Optional<User> find(Connection connection, String name) throws SQLException {
    List<Boolean> disabled =
        JdbcTables.rows(
            connection,
            row -> row.getBoolean(1),
            "SELECT disabled FROM users WHERE name = ?",
            name);
    List<String> groups =
        JdbcTables.texts(
            connection, "SELECT group_name FROM memberships WHERE user_name = ?", name);
    return disabled.stream().map(is -> new User(name, is, new TreeSet<>(groups))).findFirst();
  }

  @Override
  public void addUser(String name) throws AccountsUnavailableException, AccountConflictException {
    requireName(name);
    change(connection -> {
      int added =
          JdbcTables.update(
              connection,
              "INSERT INTO users (name, disabled, created_at) VALUES (?, FALSE, ?)"
                  + " ON CONFLICT (name) DO NOTHING",
              name,
              clock.millis());
      requireNew(added, "user", name);
    });
  }

  @Override
  public void setUserDisabled(String name, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection ->
        requireThere(
            JdbcTables.update(
                connection, "UPDATE users SET disabled = ? WHERE name = ?", disabled, name),
            "user",
            name));
  }

  @Override
  public void removeUser(String name)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection -> {
      // Keys and memberships go with the row.
      requireThere(
          JdbcTables.update(connection, "DELETE FROM users WHERE name = ?", name), "user", name);
      removeGrants(connection, "user", name);
      JdbcTables.update(connection, "DELETE FROM permissions WHERE user_id = ?", name);
      // Whoever gets the name next is somebody else.
      endSessions(connection, name);
    });
  }

  private static void removeGrants(Connection connection, String kind, String name)
      throws SQLException {
    for (String table : List.of("grants", "gateway_permissions")) {
      JdbcTables.update(
          connection,
          "DELETE FROM " + table + " WHERE grantee_kind = ? AND grantee_name = ?",
          kind,
          name);
    }
  }

  @Override
  public List<String> groups() throws AccountsUnavailableException {
    return tables.read(
        connection -> JdbcTables.texts(connection, "SELECT name FROM groups ORDER BY name"));
  }

  @Override
  public List<String> members(String group)
      throws AccountsUnavailableException, AccountConflictException {
    return tables.<List<String>, AccountConflictException>read(connection -> {
      requireGroup(connection, group);
      return JdbcTables.texts(
          connection,
          "SELECT user_name FROM memberships WHERE group_name = ? ORDER BY user_name",
          group);
    });
  }

  @Override
  public void addGroup(String name) throws AccountsUnavailableException, AccountConflictException {
    requireName(name);
    if (name.equals(AssumedRole.SELF)) {
      throw new AccountConflictException(
          Kind.INVALID, AssumedRole.SELF + " is the role with all rights of a user, not a group");
    }
    change(connection ->
        requireNew(
            JdbcTables.update(
                connection,
                "INSERT INTO groups (name) VALUES (?) ON CONFLICT (name) DO NOTHING",
                name),
            "group",
            name));
  }

  @Override
  public void removeGroup(String name)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection -> {
      requireThere(
          JdbcTables.update(connection, "DELETE FROM groups WHERE name = ?", name), "group", name);
      removeGrants(connection, "group", name);
    });
  }

  @Override
  public void addMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection -> {
      requireGroup(connection, group);
      requireUser(connection, user);
      JdbcTables.update(
          connection,
          "INSERT INTO memberships (user_name, group_name) VALUES (?, ?) ON CONFLICT DO NOTHING",
          user,
          group);
    });
  }

  @Override
  public void removeMember(String group, String user)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection -> {
      requireGroup(connection, group);
      int removed =
          JdbcTables.update(
              connection,
              "DELETE FROM memberships WHERE user_name = ? AND group_name = ?",
              user,
              group);
      requireThere(removed, "member of " + group, user);
    });
  }

  @Override
  public List<AccessKey> keys(String user)
      throws AccountsUnavailableException, AccountConflictException {
    return tables.<List<AccessKey>, AccountConflictException>read(connection -> {
      requireUser(connection, user);
      return keys.of(connection, user);
    });
  }

  @Override
  public AccessKey key(String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    return tables
        .read(connection -> keys.find(connection, accessKeyId))
        .orElseThrow(() ->
            new AccountConflictException(Kind.MISSING, "there is no access key " + accessKeyId));
  }

  @Override
  public NewAccessKey createKey(String user, @Nullable Instant expiresAt)
      throws AccountsUnavailableException, AccountConflictException {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw new AccountConflictException(Kind.INVALID, "the key would be over before it begins");
    }
    return tables.<NewAccessKey, AccountConflictException>write(connection -> {
      requireUser(connection, user);
      return keys.create(connection, user, expiresAt);
    });
  }

  @Override
  public void setKeyDisabled(String accessKeyId, boolean disabled)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection ->
        requireThere(
            JdbcTables.update(
                connection,
                "UPDATE access_keys SET disabled = ? WHERE access_key_id = ?",
                disabled,
                accessKeyId),
            "access key",
            accessKeyId));
  }

  @Override
  public void removeKey(String accessKeyId)
      throws AccountsUnavailableException, AccountConflictException {
    change(connection ->
        requireThere(
            JdbcTables.update(
                connection, "DELETE FROM access_keys WHERE access_key_id = ?", accessKeyId),
            "access key",
            accessKeyId));
  }

  @Override
  public void revokeSessions(String user) throws AccountsUnavailableException {
    var unused =
        tables.<Boolean, RuntimeException>write(connection -> {
          endSessions(connection, user);
          return true;
        });
  }

  private void endSessions(Connection connection, String user) throws SQLException {
    if (!StorableText.isStorable(user)) {
      return; // Nobody has such a name, so nobody has a session.
    }
    // Up to the next millisecond, so that none that began before is forgotten.
    Instant now = clock.instant();
    Instant whole = now.truncatedTo(ChronoUnit.MILLIS);
    long millis = whole.toEpochMilli() + (whole.equals(now) ? 0 : 1);
    JdbcTables.update(
        connection,
        "INSERT INTO session_revocations (user_name, ended_at) VALUES (?, ?)"
            + " ON CONFLICT (user_name) DO UPDATE SET ended_at = excluded.ended_at"
            + " WHERE excluded.ended_at > session_revocations.ended_at",
        user,
        millis);
  }

  private void change(JdbcChange change)
      throws AccountsUnavailableException, AccountConflictException {
    var unused =
        tables.<Boolean, AccountConflictException>write(connection -> {
          change.in(connection);
          return true;
        });
  }

  private static void requireUser(Connection connection, String name)
      throws SQLException, AccountConflictException {
    requireThere(
        JdbcTables.texts(connection, "SELECT name FROM users WHERE name = ?", name).size(),
        "user",
        name);
  }

  private static void requireGroup(Connection connection, String name)
      throws SQLException, AccountConflictException {
    requireThere(
        JdbcTables.texts(connection, "SELECT name FROM groups WHERE name = ?", name).size(),
        "group",
        name);
  }

  private static void requireThere(int found, String what, String name)
      throws AccountConflictException {
    if (found == 0) {
      throw new AccountConflictException(Kind.MISSING, "there is no " + what + " " + name);
    }
  }

  private static void requireNew(int added, String what, String name)
      throws AccountConflictException {
    if (added == 0) {
      throw new AccountConflictException(Kind.EXISTS, "there is a " + what + " " + name);
    }
  }

  private static void requireName(String name) throws AccountConflictException {
    boolean fits =
        !name.isBlank()
            && name.codePointCount(0, name.length()) <= MOST_NAME
            && name.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
    if (!fits) {
      throw new AccountConflictException(
          Kind.INVALID, "a name has 1 to " + MOST_NAME + " characters, none a control character");
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
