package io.deltas3proxy.accounts;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.database.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements on the tables of accounts. */
final class JdbcTables {

  /** Reads one row. */
  @FunctionalInterface
  interface JdbcRowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Database database;

  JdbcTables(Database database) {
    this.database = database;
  }

  <T, X extends Exception> T read(Work<T, X> work) throws AccountsUnavailableException, X {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  <T, X extends Exception> T write(Work<T, X> work) throws AccountsUnavailableException, X {
    try {
      return database.write(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static AccountsUnavailableException unavailable(DatabaseException e) {
    return new AccountsUnavailableException("Accounts: " + e.getMessage(), e);
  }

  /** Returns 0 when nothing was changed; otherwise rows that triggers changed may be counted in. */
  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  static <T> List<T> rows(
      Connection connection, JdbcRowReader<T> reader, String sql, @Nullable Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }

  static List<String> texts(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return rows(connection, row -> row.getString(1), sql, values);
  }

  /** A moment in milliseconds; {@code null} as it stands there. */
  static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, StorableText.parameter(values[i]));
    }
  }
}
