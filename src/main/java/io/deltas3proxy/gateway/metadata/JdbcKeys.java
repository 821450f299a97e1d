package io.deltas3proxy.gateway.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The rows of {@code object_keys}. Until the transaction ends, nobody else changes which versions a
 * key has that is locked here; they are locked before any row of {@code objects} is.
 */
final class JdbcKeys {

  private static final String NEXT =
      "INSERT INTO object_keys (bucket_name, object_key, last_sequence) VALUES (?, ?, 1)"
          + " ON CONFLICT (bucket_name, object_key)"
          + " DO UPDATE SET last_sequence = object_keys.last_sequence + 1 RETURNING last_sequence";

  private static final String LOCK =
      "UPDATE object_keys SET last_sequence = last_sequence"
          + " WHERE bucket_name = ? AND object_key = ?";

  private static final String END =
      "DELETE FROM object_keys WHERE bucket_name = ? AND object_key = ?";

  private JdbcKeys() {}

  /** Locks a key and gives the number of its next version. */
  static long next(Connection connection, String bucket, String key) throws SQLException {
    return JdbcRows.first(connection, NEXT, List.of(bucket, key), row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("a key has no row"));
  }

  /** Leaves a key as it was before {@link #next}: no version was added to it. */
  static void giveBack(Connection connection, String bucket, String key, long next)
      throws SQLException {
    if (next == 1) {
      end(connection, bucket, key);
    }
  }

  /** Locks a key; false if it has no visible version. */
  static boolean lock(Connection connection, String bucket, String key) throws SQLException {
    return JdbcRows.update(connection, LOCK, List.of(bucket, key)) == 1;
  }

  /** Ends a key that has no visible version any more, and is locked. */
  static void end(Connection connection, String bucket, String key) throws SQLException {
    if (JdbcRows.update(connection, END, List.of(bucket, key)) != 1) {
      throw new SQLException("a key was not locked");
    }
  }
}
