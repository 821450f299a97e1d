package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.StoredVersion.Sync;
import io.deltas3proxy.gateway.SyncStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads versions out of the rows of {@code objects}. */
final class JdbcVersions {

  /** The columns that {@link #row} reads, in its order. */
  static final String COLUMNS =
      "objects.id, objects.bucket_name, objects.object_key, version_id, is_latest,"
          + " is_delete_marker, size_bytes, etag, last_modified, headers_json, tags_json,"
          + " retention_mode, retain_until, legal_hold, sync_status, primary_zone_code,"
          + " allowed_zones, required_replica_count, current_replica_count";

  static final int COLUMN_COUNT = 19;

  static final String SELECT = "SELECT " + COLUMNS + " FROM objects";

  private JdbcVersions() {}

  /** The first version of a query, with its replicas. */
  static Optional<StoredVersion> first(Connection connection, String where, List<?> parameters)
      throws SQLException {
    return all(connection, where, parameters).stream().findFirst();
  }

  static StoredVersion require(Connection connection, long id) throws SQLException {
    return first(connection, " WHERE id = ?", List.of(id))
        .orElseThrow(() -> new SQLException("version " + id + " is gone"));
  }

  /** The latest version of a key, which may be a delete marker. */
  static Optional<StoredVersion> latest(Connection connection, String bucket, String key)
      throws SQLException {
    String where = " WHERE bucket_name = ? AND object_key = ? AND is_latest";
    return first(connection, where, List.of(bucket, key));
  }

  /** Takes from a key, which is locked, that it has a latest version. */
  static void noLatest(Connection connection, String bucket, String key) throws SQLException {
    String sql =
        "UPDATE objects SET is_latest = FALSE"
            + " WHERE bucket_name = ? AND object_key = ? AND is_latest";
    int unused = JdbcRows.update(connection, sql, List.of(bucket, key));
  }

  /** The versions of a query, with their replicas. */
  static List<StoredVersion> all(Connection connection, String where, List<?> parameters)
      throws SQLException {
    List<StoredVersion> bare =
        JdbcRows.query(connection, SELECT + where, parameters, JdbcVersions::row);
    Map<Long, List<Replica>> replicas =
        JdbcReplicas.of(connection, bare.stream().map(StoredVersion::id).toList());
    List<StoredVersion> versions = new ArrayList<>();
    for (StoredVersion version : bare) {
      versions.add(with(version, replicas.getOrDefault(version.id(), List.of())));
    }
    return versions;
  }

  private static StoredVersion with(StoredVersion bare, List<Replica> replicas) {
    return new StoredVersion(
        bare.id(),
        bare.bucket(),
        bare.key(),
        bare.versionId(),
        bare.latest(),
        bare.deleteMarker(),
        bare.size(),
        bare.eTag(),
        bare.lastModified(),
        bare.headers(),
        bare.tags(),
        bare.protection(),
        bare.sync(),
        replicas);
  }

  /** A version without its replicas. */
  static StoredVersion row(ResultSet row) throws SQLException {
    return new StoredVersion(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getLong(7),
        row.getString(8),
        Instant.ofEpochMilli(row.getLong(9)),
        JdbcText.texts(row.getString(10)),
        JdbcText.texts(row.getString(11)),
        protection(row),
        sync(row),
        List.of());
  }

  private static Protection protection(ResultSet row) throws SQLException {
    String mode = row.getString(12);
    Retention retention =
        mode == null
            ? null
            : new Retention(Retention.Mode.valueOf(mode), Instant.ofEpochMilli(row.getLong(13)));
    return new Protection(retention, row.getBoolean(14));
  }

  private static Sync sync(ResultSet row) throws SQLException {
    return new Sync(
        JdbcText.upper(SyncStatus.class, row.getString(15)),
        location(row.getString(16)),
        JdbcText.locations(row.getString(17)),
        row.getInt(18),
        row.getInt(19));
  }

  private static @Nullable Location location(@Nullable String code) {
    return code == null ? null : new Location(code);
  }
}
