package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.database.StorableText;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code placement_evidence}. */
public final class JdbcPlacementEvidence {

  private static final String INSERT =
      "INSERT INTO placement_evidence (created_at, request_id, operation, bucket_name, object_key,"
          + " allowed, rules, reason, allowed_zones, backends, required_replica_count)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String SELECT =
      "SELECT id, created_at, request_id, operation, bucket_name, object_key, allowed, rules,"
          + " reason, allowed_zones, backends, required_replica_count, version_id, backend"
          + " FROM placement_evidence";

  private final Database database;
  private final Clock clock;

  public JdbcPlacementEvidence(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Records a decision, in a transaction of the caller. */
  void record(Connection connection, PlacementRequest request, PlacementDecision decision)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, clock.millis());
      insert.setString(2, request.requestId());
      insert.setString(3, request.operation());
      insert.setString(4, request.bucket().name());
      insert.setString(5, request.key());
      switch (decision) {
        case PlacementDecision.Allowed allowed -> {
          insert.setBoolean(6, true);
          insert.setString(7, String.join(",", allowed.rules()));
          insert.setString(8, null);
          insert.setString(9, zones(allowed));
          insert.setString(10, names(allowed.backends()));
          insert.setInt(11, allowed.requiredReplicas());
        }
        case PlacementDecision.Refused refused -> {
          insert.setBoolean(6, false);
          insert.setString(7, refused.rule());
          insert.setString(8, refused.reason());
          insert.setString(9, "");
          insert.setString(10, "");
          insert.setInt(11, 0);
        }
      }
      insert.executeUpdate();
    }
  }

  /** Records a later decision, in a transaction of the caller. */
  void record(Connection connection, LaterPlacement later, LaterDecision decision)
      throws SQLException {
    new JdbcLaterEvidence(later, decision).record(connection, clock.millis());
  }

  private static String zones(PlacementDecision.Allowed allowed) {
    return String.join(",", allowed.allowedZones().stream().map(Location::code).sorted().toList());
  }

  private static String names(List<GatewayBackend> backends) {
    return String.join(
        ",", backends.stream().map(backend -> backend.description().name()).toList());
  }

  /** Decisions, the latest first. */
  public List<PlacementEvidence> find(PlacementEvidence.Filter filter, int most)
      throws MetadataUnavailableException {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    add(conditions, values, "bucket_name = ?", filter.bucket());
    add(conditions, values, "object_key = ?", filter.key());
    add(conditions, values, "request_id = ?", filter.requestId());
    add(conditions, values, "allowed = ?", filter.allowed());
    add(conditions, values, "id < ?", filter.before());
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    try {
      return database.read(connection -> {
        try (PreparedStatement select =
            connection.prepareStatement(SELECT + where + " ORDER BY id DESC LIMIT ?")) {
          for (int i = 0; i < values.size(); i++) {
            select.setObject(i + 1, StorableText.parameter(values.get(i)));
          }
          select.setInt(values.size() + 1, most);
          try (ResultSet rows = select.executeQuery()) {
            List<PlacementEvidence> found = new ArrayList<>();
            while (rows.next()) {
              found.add(evidence(rows));
            }
            return found;
          }
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static void add(
      List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  private static PlacementEvidence evidence(ResultSet row) throws SQLException {
    return new PlacementEvidence(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        new PlacementEvidence.Subject(
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(13),
            row.getString(14)),
        row.getBoolean(7),
        JdbcReplicationRules.words(row.getString(8)),
        row.getString(9),
        new PlacementEvidence.Outcome(
            JdbcReplicationRules.words(row.getString(11)),
            JdbcReplicationRules.words(row.getString(10)),
            row.getInt(12)));
  }

  /**
   * Deletes the oldest evidence: a piece of it, so that nobody waits long.
   *
   * @return how much was deleted; less than {@code most} when nothing is left to delete
   */
  public int prune(Duration keep, int most) throws MetadataUnavailableException {
    long before = clock.millis() - keep.toMillis();
    try {
      return database.write(connection -> {
        try (PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM placement_evidence WHERE id IN (SELECT id FROM placement_evidence"
                    + " WHERE created_at < ? ORDER BY created_at, id LIMIT ?)")) {
          delete.setLong(1, before);
          delete.setInt(2, most);
          return delete.executeUpdate();
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("Evidence of placement: " + e.getMessage(), e);
  }
}
