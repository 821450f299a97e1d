package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.database.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows that tell what writers have under way. */
record JdbcRows(Database database) {

  /** Makes something of a row. */
  @FunctionalInterface
  interface JdbcReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> T read(Work<T, RuntimeException> work) throws AccountsUnavailableException {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  <T> T write(Work<T, RuntimeException> work) throws AccountsUnavailableException {
    try {
      return database.write(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static AccountsUnavailableException unavailable(DatabaseException e) {
    return new AccountsUnavailableException(
        "what writers have under way is not known: " + e.getMessage(), e);
  }

  static <T> List<T> query(
      Connection connection, String sql, List<Object> parameters, JdbcReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }

  static int update(Connection connection, String sql, List<Object> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, List<Object> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, StorableText.parameter(parameters.get(i)));
    }
  }
}
