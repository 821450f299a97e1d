package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.database.Work;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs what changes or reads the tables of the gateway. */
record JdbcRows(Database database) {

  /** Ids and names that one statement lists: databases bound their parameters. */
  static final int AT_ONCE = 200;

  /** Makes something of a row. */
  @FunctionalInterface
  interface JdbcReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The time of the database in milliseconds since 1970-01-01T00:00:00Z, as an expression. */
  String now() {
    return database.millis();
  }

  long currentMillis(Connection connection) throws SQLException {
    return first(connection, "SELECT " + now(), List.of(), row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("a database without a clock"));
  }

  /** Ends a query whose rows nobody else is to change before the transaction ends. */
  String lock() {
    return database.rowLock();
  }

  /** The same, while others may do so too. */
  String sharedLock() {
    return database.sharedLock();
  }

  <T> T read(Work<T, RuntimeException> work) throws MetadataUnavailableException {
    try {
      return database.read(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  <T, X extends Exception> T write(Work<T, X> work) throws MetadataUnavailableException, X {
    try {
      return database.write(work);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("the gateway's metadata: " + e.getMessage(), e);
  }

  static <T> List<T> query(
      Connection connection, String sql, List<?> parameters, JdbcReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return query(statement, parameters, reader);
    }
  }

  static <T> List<T> query(PreparedStatement statement, List<?> parameters, JdbcReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    bind(statement, parameters);
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  /** The first row. */
  static <T> Optional<T> first(
      Connection connection, String sql, List<?> parameters, JdbcReader<T> reader)
      throws SQLException {
    return query(connection, sql, parameters, reader).stream().findFirst();
  }

  /** How many rows were changed. */
  static int update(Connection connection, String sql, List<?> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Changes exactly one row. */
  static void one(Connection connection, String sql, List<?> parameters) throws SQLException {
    int changed = update(connection, sql, parameters);
    if (changed != 1) {
      throw new SQLException(changed + " rows were changed in place of one");
    }
  }

  private static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, StorableText.parameter(parameters.get(i)));
    }
  }

  /** So many parameters in parentheses. */
  static String list(int size) {
    return "(" + String.join(", ", Collections.nCopies(size, "?")) + ")";
  }

  /** Pieces of a list, each of which one statement can name. */
  static <T> List<List<T>> pieces(List<T> all) {
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      pieces.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return pieces;
  }

  static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    Long millis = longOrNull(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
