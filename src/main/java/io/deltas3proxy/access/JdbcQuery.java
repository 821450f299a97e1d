package io.deltas3proxy.access;

import io.deltas3proxy.database.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One query of rows that may be grants.
 *
 * @param parameters texts and numbers, in their order
 */
record JdbcQuery(String sql, List<Object> parameters) {

  /** Rows that are read at a time, where the driver can. */
  private static final int FETCH = 500;

  /** Makes something of a row, or nothing. */
  @FunctionalInterface
  interface JdbcRowReader {
    Optional<GrantStore.Stored> read(ResultSet row) throws SQLException;
  }

  JdbcQuery {
    parameters = List.copyOf(parameters);
  }

  List<GrantStore.Stored> run(Connection connection, JdbcRowReader reader) throws SQLException {
    return run(connection, reader, Integer.MAX_VALUE);
  }

  /** Ends when so many were made: rows of which nothing is made do not count. */
  List<GrantStore.Stored> run(Connection connection, JdbcRowReader reader, int most)
      throws SQLException {
    List<GrantStore.Stored> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, StorableText.parameter(parameters.get(i)));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (found.size() < most && rows.next()) {
          reader.read(rows).ifPresent(found::add);
        }
      }
    }
    return found;
  }
}
