package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.Location;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Rows of later decisions: none for what says the same as the one before it. */
final class JdbcLaterEvidence {

  private static final String LAST =
      "SELECT request_id, allowed, rules, reason FROM placement_evidence WHERE version_id = ?"
          + " AND backend = ? AND operation = ? AND bucket_name = ? AND object_key = ?"
          + " ORDER BY id DESC LIMIT 1";

  private static final String INSERT =
      "INSERT INTO placement_evidence (created_at, request_id, operation, bucket_name, object_key,"
          + " version_id, backend, allowed, rules, reason, allowed_zones, backends,"
          + " required_replica_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final LaterPlacement later;
  private final LaterDecision decision;

  JdbcLaterEvidence(LaterPlacement later, LaterDecision decision) {
    this.later = later;
    this.decision = decision;
  }

  void record(Connection connection, long now) throws SQLException {
    if (!isKnown(connection)) {
      insert(connection, now);
    }
  }

  private String rules() {
    return String.join(",", decision.rules());
  }

  private boolean isKnown(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST)) {
      select.setString(1, later.version().versionId());
      select.setString(2, later.backend().name());
      select.setString(3, later.operation());
      select.setString(4, later.version().bucket());
      select.setString(5, later.version().key());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            && row.getBoolean(2) == decision.allowed()
            && row.getString(3).equals(rules())
            && Objects.equals(row.getString(4), decision.reason())
            && (!decision.allowed() || row.getString(1).equals(later.requestId()));
      }
    }
  }

  private void insert(Connection connection, long now) throws SQLException {
    boolean allowed = decision.allowed();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, now);
      insert.setString(2, later.requestId());
      insert.setString(3, later.operation());
      insert.setString(4, later.version().bucket());
      insert.setString(5, later.version().key());
      insert.setString(6, later.version().versionId());
      insert.setString(7, later.backend().name());
      insert.setBoolean(8, allowed);
      insert.setString(9, rules());
      insert.setString(10, decision.reason());
      insert.setString(11, allowed ? zones() : "");
      insert.setString(12, allowed ? later.backend().name() : "");
      insert.setInt(13, allowed ? later.version().sync().requiredReplicas() : 0);
      insert.executeUpdate();
    }
  }

  private String zones() {
    return String.join(
        ",", later.version().sync().allowedZones().stream().map(Location::code).sorted().toList());
  }
}
