package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Upload;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How uploads end, and what is to be freed after them. */
record JdbcUploadEnds(JdbcRows rows, Clock clock) {

  /** How long it is known what a completed upload has become. */
  private static final Duration KEPT = Duration.ofDays(3);

  /** Uploads with all their parts whose rows are removed at once. */
  private static final int MOST_REMOVED = 20;

  private static final String VERSION = "SELECT object_id FROM gateway_uploads WHERE upload_id = ?";

  private static final String ABORT =
      "UPDATE gateway_uploads SET state = 'aborted', ended_at = ?"
          + " WHERE upload_id = ? AND state = 'open'";

  private static final String HELD =
      " WHERE gateway_uploads.state <> 'open' AND NOT gateway_uploads.freed"
          + " ORDER BY gateway_uploads.tried_at, gateway_uploads.upload_id LIMIT ?";

  private static final String LEFT =
      "SELECT gateway_uploads.upload_id FROM gateway_uploads JOIN objects ON objects.id = object_id"
          + " WHERE gateway_uploads.state = 'open' AND gateway_uploads.created_at < ?"
          + " AND objects.state = 'uploading' ORDER BY gateway_uploads.created_at LIMIT ?";

  /** None has ended before it was begun: an index knows which were begun before. */
  private static final String OLD =
      "DELETE FROM gateway_uploads WHERE upload_id IN (SELECT upload_id FROM gateway_uploads"
          + " WHERE state = 'completed' AND freed AND created_at < ? AND ended_at < ? LIMIT ?)";

  boolean abort(Connection connection, String uploadId) throws SQLException {
    Optional<Long> version =
        JdbcRows.first(connection, VERSION, List.of(uploadId), row -> row.getLong(1));
    if (version.isEmpty()) {
      return false;
    }
    String now = rows.now();
    // The version first, as commits do. One that is being completed may still get bytes.
    String end =
        "UPDATE objects SET state = 'deleting', collect_after = CASE WHEN lease_until > "
            + now
            + " THEN lease_until ELSE "
            + now
            + " END, lease_until = NULL WHERE id = ? AND state IN ('uploading', 'writing')";
    return JdbcRows.update(connection, end, List.of(version.get())) == 1
        && JdbcRows.update(connection, ABORT, List.of(clock.millis(), uploadId)) == 1;
  }

  List<Upload> collectable(Instant begunBefore, int most) throws MetadataUnavailableException {
    return rows.write(connection -> {
      List<Object> left = List.of(begunBefore.toEpochMilli(), most);
      for (String id : JdbcRows.query(connection, LEFT, left, row -> row.getString(1))) {
        boolean unused = abort(connection, id);
      }
      long now = clock.millis();
      long end = now - KEPT.toMillis();
      int unusedRows = JdbcRows.update(connection, OLD, List.of(end, end, MOST_REMOVED));
      List<Upload> held = JdbcUploadRows.query(connection, HELD, List.of(most));
      for (List<Upload> some : JdbcRows.pieces(held)) {
        // What cannot be freed now goes behind what was not tried yet.
        List<Object> values = new ArrayList<>(List.of(now));
        some.forEach(upload -> values.add(upload.uploadId()));
        String sql =
            "UPDATE gateway_uploads SET tried_at = ? WHERE upload_id IN "
                + JdbcRows.list(some.size());
        int unused = JdbcRows.update(connection, sql, values);
      }
      return held;
    });
  }

  void forget(String uploadId) throws MetadataUnavailableException {
    var unused =
        rows.<Integer, RuntimeException>write(connection -> {
          List<String> id = List.of(uploadId);
          int aborted =
              JdbcRows.update(
                  connection,
                  "DELETE FROM gateway_uploads WHERE upload_id = ? AND state = 'aborted'",
                  id);
          return aborted
              + JdbcRows.update(
                  connection,
                  "UPDATE gateway_uploads SET freed = TRUE"
                      + " WHERE upload_id = ? AND state = 'completed'",
                  id);
        });
  }
}
