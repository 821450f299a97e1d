package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.Upload.BackendUpload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads uploads: their rows, what they are to become, and their backends. */
final class JdbcUploadRows {

  /** After the columns of the version. */
  private static final int UPLOAD_ID = JdbcVersions.COLUMN_COUNT + 1;

  private static final String SELECT =
      "SELECT "
          + JdbcVersions.COLUMNS
          + ", gateway_uploads.upload_id, gateway_uploads.created_at, owner, lease_millis"
          + " FROM gateway_uploads JOIN objects ON objects.id = gateway_uploads.object_id";

  private static final String BACKENDS =
      "SELECT upload_id, backend, backend_upload_id, dropped FROM gateway_upload_backends"
          + " WHERE upload_id IN ";

  private record Row(
      StoredVersion version, String id, Instant createdAt, String owner, Duration lease) {}

  private record Backend(String uploadId, BackendUpload upload) {}

  private JdbcUploadRows() {}

  static List<Upload> query(Connection connection, String where, List<?> parameters)
      throws SQLException {
    List<Row> rows = JdbcRows.query(connection, SELECT + where, parameters, JdbcUploadRows::row);
    Map<Long, List<Replica>> replicas =
        JdbcReplicas.of(connection, rows.stream().map(row -> row.version().id()).toList());
    Map<String, List<BackendUpload>> backends =
        backends(connection, rows.stream().map(Row::id).toList());
    List<Upload> uploads = new ArrayList<>();
    for (Row row : rows) {
      NewVersion version = version(row, replicas.getOrDefault(row.version().id(), List.of()));
      uploads.add(
          new Upload(
              row.id(), version, row.createdAt(), backends.getOrDefault(row.id(), List.of())));
    }
    return uploads;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        JdbcVersions.row(row),
        row.getString(UPLOAD_ID),
        Instant.ofEpochMilli(row.getLong(UPLOAD_ID + 1)),
        row.getString(UPLOAD_ID + 2),
        Duration.ofMillis(row.getLong(UPLOAD_ID + 3)));
  }

  private static NewVersion version(Row row, List<Replica> replicas) throws SQLException {
    StoredVersion version = row.version();
    return new NewVersion(
        version.bucket(),
        version.key(),
        version.versionId(),
        row.owner(),
        version.headers(),
        version.tags(),
        version.protection(),
        require(version.sync().primaryZone()),
        version.sync().allowedZones(),
        version.sync().requiredReplicas(),
        replicas,
        row.lease());
  }

  private static Location require(@Nullable Location zone) throws SQLException {
    if (zone == null) {
      throw new SQLException("an upload without a primary zone");
    }
    return zone;
  }

  private static Map<String, List<BackendUpload>> backends(
      Connection connection, List<String> uploads) throws SQLException {
    Map<String, List<BackendUpload>> found = new HashMap<>();
    for (List<String> some : JdbcRows.pieces(uploads)) {
      String sql = BACKENDS + JdbcRows.list(some.size()) + " ORDER BY upload_id, backend";
      for (Backend backend : JdbcRows.query(connection, sql, some, JdbcUploadRows::backend)) {
        found.computeIfAbsent(backend.uploadId(), none -> new ArrayList<>()).add(backend.upload());
      }
    }
    return found;
  }

  private static Backend backend(ResultSet row) throws SQLException {
    return new Backend(
        row.getString(1), new BackendUpload(row.getString(2), row.getString(3), row.getBoolean(4)));
  }
}
