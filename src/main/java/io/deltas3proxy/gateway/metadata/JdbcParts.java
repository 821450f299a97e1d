package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.UploadedPart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of uploads. */
final class JdbcParts {

  private static final String PUT =
      "INSERT INTO gateway_upload_parts (upload_id, part_number, size_bytes, etag, checksums_json,"
          + " last_modified) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (upload_id, part_number)"
          + " DO UPDATE SET size_bytes = excluded.size_bytes, etag = excluded.etag,"
          + " checksums_json = excluded.checksums_json, last_modified = excluded.last_modified";

  private static final String CLEAR =
      "DELETE FROM gateway_part_replicas WHERE upload_id = ? AND part_number = ?";

  private static final String PUT_REPLICA =
      "INSERT INTO gateway_part_replicas (upload_id, part_number, backend, etag)"
          + " VALUES (?, ?, ?, ?)";

  private static final String SELECT =
      "SELECT part_number, size_bytes, etag, last_modified, checksums_json"
          + " FROM gateway_upload_parts WHERE upload_id = ? AND part_number > ?"
          + " ORDER BY part_number LIMIT ?";

  private static final String REPLICAS =
      "SELECT part_number, backend, etag FROM gateway_part_replicas WHERE upload_id = ?"
          + " AND part_number > ? AND part_number <= ?";

  private record OnBackend(int number, String backend, String eTag) {}

  private JdbcParts() {}

  static void put(Connection connection, String uploadId, UploadedPart part) throws SQLException {
    JdbcRows.one(
        connection,
        PUT,
        List.of(
            uploadId,
            part.number(),
            part.size(),
            part.eTag(),
            JdbcText.json(part.checksums()),
            part.lastModified().toEpochMilli()));
    int unused = JdbcRows.update(connection, CLEAR, List.of(uploadId, part.number()));
    if (part.onBackends().isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PUT_REPLICA)) {
      for (Map.Entry<String, String> on : part.onBackends().entrySet()) {
        statement.setString(1, uploadId);
        statement.setInt(2, part.number());
        statement.setString(3, on.getKey());
        statement.setString(4, on.getValue());
        statement.addBatch();
      }
      int[] unusedCounts = statement.executeBatch();
    }
  }

  static List<UploadedPart> list(Connection connection, String uploadId, int after, int most)
      throws SQLException {
    List<UploadedPart> bare =
        JdbcRows.query(connection, SELECT, List.of(uploadId, after, most), JdbcParts::part);
    if (bare.isEmpty()) {
      return bare;
    }
    Map<Integer, Map<String, String>> on = new HashMap<>();
    List<Object> range = List.of(uploadId, after, bare.getLast().number());
    for (OnBackend replica : JdbcRows.query(connection, REPLICAS, range, JdbcParts::onBackend)) {
      on.computeIfAbsent(replica.number(), none -> new HashMap<>())
          .put(replica.backend(), replica.eTag());
    }
    List<UploadedPart> parts = new ArrayList<>();
    for (UploadedPart part : bare) {
      parts.add(
          new UploadedPart(
              part.number(),
              part.size(),
              part.eTag(),
              part.lastModified(),
              part.checksums(),
              on.getOrDefault(part.number(), Map.of())));
    }
    return parts;
  }

  private static UploadedPart part(ResultSet row) throws SQLException {
    return new UploadedPart(
        row.getInt(1),
        row.getLong(2),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)),
        JdbcText.texts(row.getString(5)),
        Map.of());
  }

  private static OnBackend onBackend(ResultSet row) throws SQLException {
    return new OnBackend(row.getInt(1), row.getString(2), row.getString(3));
  }
}
