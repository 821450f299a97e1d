package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Replica;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code object_replicas}. */
final class JdbcReplicas {

  private static final String SELECT =
      "SELECT object_id, backend, zone_code, bucket_name, backend_key, replica_status, checksum,"
          + " last_verified, sync_attempts, last_error FROM object_replicas";

  private static final String PUT =
      "INSERT INTO object_replicas (object_id, backend, zone_code, bucket_name, backend_key,"
          + " replica_status, checksum, last_verified, sync_attempts, last_error)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (object_id, backend) DO UPDATE SET"
          + " zone_code = excluded.zone_code, bucket_name = excluded.bucket_name,"
          + " backend_key = excluded.backend_key, replica_status = excluded.replica_status,"
          + " checksum = excluded.checksum, last_verified = excluded.last_verified,"
          + " sync_attempts = excluded.sync_attempts, last_error = excluded.last_error";

  private record Row(long version, Replica replica) {}

  private JdbcReplicas() {}

  /** Adds replicas to a version, or puts them in the place of those of the same backends. */
  static void put(Connection connection, long version, List<Replica> replicas) throws SQLException {
    if (replicas.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      for (Replica replica : replicas) {
        statement.setLong(1, version);
        statement.setString(2, replica.backend());
        statement.setString(3, replica.zone().code());
        statement.setString(4, replica.bucket());
        statement.setString(5, replica.key());
        statement.setString(6, JdbcText.lower(replica.status()));
        statement.setString(7, replica.checksum());
        Instant verified = replica.lastVerified();
        statement.setObject(8, verified == null ? null : verified.toEpochMilli());
        statement.setInt(9, replica.attempts());
        statement.setString(10, LoggedText.orNull(replica.lastError()));
        statement.addBatch();
      }
      int[] unused = statement.executeBatch();
    }
  }

  static List<Replica> of(Connection connection, long version) throws SQLException {
    return of(connection, List.of(version)).getOrDefault(version, List.of());
  }

  /** By the ids of versions; those that have none are missing. */
  static Map<Long, List<Replica>> of(Connection connection, List<Long> versions)
      throws SQLException {
    Map<Long, List<Replica>> found = new HashMap<>();
    for (List<Long> some : JdbcRows.pieces(versions)) {
      String sql =
          SELECT
              + " WHERE object_id IN "
              + JdbcRows.list(some.size())
              + " ORDER BY object_id, backend";
      for (Row row : JdbcRows.query(connection, sql, some, JdbcReplicas::row)) {
        found.computeIfAbsent(row.version(), none -> new ArrayList<>()).add(row.replica());
      }
    }
    return found;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        new Replica(
            row.getString(2),
            new Location(row.getString(3)),
            row.getString(4),
            row.getString(5),
            JdbcText.upper(Replica.Status.class, row.getString(6)),
            row.getString(7),
            JdbcRows.moment(row, 8),
            row.getInt(9),
            row.getString(10)));
  }
}
