package io.deltas3proxy.accounts;

import io.deltas3proxy.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** How users stand by the rows of the database, asked for at each call. */
public final class JdbcUserStandings implements UserStandings {

  private final JdbcTables tables;

  public JdbcUserStandings(Database database) {
    tables = new JdbcTables(database);
  }

  @Override
  public UserStanding of(String user) throws AccountsUnavailableException {
    return tables.read(connection -> read(connection, user));
  }

  private static UserStanding read(Connection connection, String user) throws SQLException {
    List<Boolean> disabled =
        JdbcTables.rows(
            connection,
            row -> row.getBoolean(1),
            "SELECT disabled FROM users WHERE name = ?",
            user);
    List<String> groups =
        JdbcTables.texts(
            connection, "SELECT group_name FROM memberships WHERE user_name = ?", user);
    List<Long> ended =
        JdbcTables.rows(
            connection,
            row -> row.getLong(1),
            "SELECT ended_at FROM session_revocations WHERE user_name = ?",
            user);
    return new UserStanding(
        disabled.contains(true),
        new TreeSet<>(groups),
        ended.isEmpty() ? null : Instant.ofEpochMilli(ended.getFirst()));
  }
}
