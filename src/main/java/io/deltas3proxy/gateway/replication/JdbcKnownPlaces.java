package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.storage.ListedObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which physical objects rows name, and which were found that none names. */
final class JdbcKnownPlaces {

  /** Keys of one statement. */
  static final int AT_ONCE = 200;

  private final JdbcStatements statements;
  private final Clock clock;

  JdbcKnownPlaces(Database database, Clock clock) {
    this.statements = new JdbcStatements(database);
    this.clock = clock;
  }

  /** A bucket of a backend. */
  record PhysicalBucket(String backend, String bucket) {}

  /**
   * Those of some keys that something may be kept under, or about to be.
   *
   * @param keys at most {@link #AT_ONCE}
   */
  Set<String> known(PhysicalBucket place, List<String> keys) throws MetadataUnavailableException {
    List<Object> values = new ArrayList<>(List.of(place.backend(), place.bucket()));
    values.addAll(keys);
    String list = String.join(", ", Collections.nCopies(keys.size(), "?"));
    return new HashSet<>(
        statements.query(
            "SELECT backend_key FROM object_replicas WHERE backend = ? AND bucket_name = ?"
                + " AND replica_status <> 'deleted' AND backend_key IN ("
                + list
                + ")",
            row -> row.getString(1),
            values.toArray()));
  }

  void report(PhysicalBucket place, ListedObject object, boolean deleted)
      throws MetadataUnavailableException {
    long now = clock.millis();
    int unused =
        statements.change(
            "INSERT INTO gateway_orphans (backend, bucket_name, backend_key, size_bytes,"
                + " last_modified, found_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (backend, bucket_name, backend_key) DO UPDATE SET"
                + " found_at = excluded.found_at, deleted_at = excluded.deleted_at,"
                + " size_bytes = excluded.size_bytes, last_modified = excluded.last_modified",
            place.backend(),
            place.bucket(),
            object.key(),
            object.size(),
            object.lastModified().toEpochMilli(),
            now,
            deleted ? now : null);
  }

  /** Forgets reports of a backend that a look at it did not confirm. */
  void forgetBefore(String backend, Instant begin) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "DELETE FROM gateway_orphans WHERE backend = ? AND found_at < ?",
            backend,
            begin.toEpochMilli());
  }

  /** Objects that no row names, of each backend. */
  List<Orphans> orphans() throws MetadataUnavailableException {
    return statements.query(
        "SELECT backend, count(*) AS objects, sum(size_bytes) AS bytes,"
            + " max(found_at) AS found, count(deleted_at) AS deleted FROM gateway_orphans"
            + " GROUP BY backend ORDER BY backend",
        JdbcKnownPlaces::row);
  }

  private static Orphans row(ResultSet row) throws SQLException {
    Long found = JdbcStatements.longOrNull(row, "found");
    return new Orphans(
        row.getString("backend"),
        row.getLong("objects"),
        row.getLong("bytes"),
        row.getLong("deleted"),
        found == null ? null : Instant.ofEpochMilli(found));
  }
}
