package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.Work;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements of one line, each in a transaction of its own. */
record JdbcStatements(Database database) {

  /** Makes something of a row. */
  @FunctionalInterface
  interface JdbcReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  int change(String sql, @Nullable Object... values) throws MetadataUnavailableException {
    return write(connection -> change(connection, sql, values));
  }

  <T> T write(Work<T, RuntimeException> work) throws MetadataUnavailableException {
    try {
      return database.write(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  static int change(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  <T> List<T> query(String sql, JdbcReader<T> reader, @Nullable Object... values)
      throws MetadataUnavailableException {
    try {
      return database.read(connection -> {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          bind(statement, values);
          List<T> found = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              found.add(reader.read(rows));
            }
          }
          return found;
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  <T> Optional<T> first(String sql, JdbcReader<T> reader, @Nullable Object... values)
      throws MetadataUnavailableException {
    return query(sql, reader, values).stream().findFirst();
  }

  long number(String sql, @Nullable Object... values) throws MetadataUnavailableException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** A column that may be empty. */
  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("the tables of jobs: " + e.getMessage(), e);
  }
}
