package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionLockedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Changes what may change of visible versions. */
record JdbcVersionChanges(JdbcRows rows, Clock clock) {

  /** By the rules whose source the primary replica is in; codes have no wildcards in them. */
  private static final String DEMANDED =
      "SELECT COALESCE(MAX(replica_count), 0) FROM replication_rules WHERE enabled"
          + " AND (source_zone IS NULL OR source_zone = ? OR ? LIKE source_zone || '-%')";

  private static final String VISIBLE = " WHERE id = ? AND state = 'visible'";

  boolean setTags(long id, Map<String, String> tags) throws MetadataUnavailableException {
    TagLimits.require(tags);
    return rows.write(connection -> {
      Optional<StoredVersion> found = locked(connection, id);
      if (found.isEmpty()) {
        return false;
      }
      JdbcRows.one(
          connection,
          "UPDATE objects SET tags_json = ?" + VISIBLE,
          List.of(JdbcText.json(tags), id));
      OptionalInt asked = TagLimits.replicas(tags);
      if (asked.isPresent() && !found.get().deleteMarker()) {
        ask(connection, found.get(), asked.getAsInt());
      }
      return true;
    });
  }

  /**
   * As many replicas as a tag asks for, but no fewer than rules demand, and no more than there are
   * zones that may have one.
   */
  private void ask(Connection connection, StoredVersion version, int replicas) throws SQLException {
    int wanted = Math.max(replicas, demanded(connection, version));
    int required = Math.max(1, Math.min(wanted, version.sync().allowedZones().size()));
    ReplicaCount count = ReplicaCount.of(version.replicas(), required);
    JdbcRows.one(
        connection,
        "UPDATE objects SET required_replica_count = ?, sync_status = ?" + VISIBLE,
        List.of(required, JdbcText.lower(count.status()), version.id()));
    if (count.current() < required) {
      NewJob job =
          new NewJob(Job.Type.SYNC_METADATA, version.id(), null, null, NewJob.DEFAULT_PRIORITY);
      long unused = JdbcJobs.add(connection, job, clock.millis());
    }
  }

  private static int demanded(Connection connection, StoredVersion version) throws SQLException {
    Location primary = version.sync().primaryZone();
    String zone = primary == null ? "" : primary.code();
    return JdbcRows.first(connection, DEMANDED, List.of(zone, zone), row -> row.getInt(1))
        .orElse(0);
  }

  boolean setLegalHold(long id, boolean on) throws MetadataUnavailableException {
    return rows.write(connection ->
        JdbcRows.update(connection, "UPDATE objects SET legal_hold = ?" + VISIBLE, List.of(on, id))
            == 1);
  }

  boolean setRetention(long id, @Nullable Retention next, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException {
    return rows.write(connection -> {
      Optional<StoredVersion> found = locked(connection, id);
      if (found.isEmpty()) {
        return false;
      }
      Protections.requireChangeable(
          found.get().protection().retention(), next, rows.currentMillis(connection), bypass);
      JdbcRows.one(
          connection,
          "UPDATE objects SET retention_mode = ?, retain_until = ?" + VISIBLE,
          Arrays.asList(
              next == null ? null : next.mode().name(),
              next == null ? null : next.until().toEpochMilli(),
              id));
      return true;
    });
  }

  Optional<StoredVersion> replica(long id, Replica replica) throws MetadataUnavailableException {
    return rows.write(connection -> {
      Optional<StoredVersion> found = locked(connection, id);
      if (found.isEmpty() || found.get().deleteMarker()) {
        return Optional.empty();
      }
      JdbcReplicas.put(connection, id, List.of(replica));
      ReplicaCount count =
          ReplicaCount.of(JdbcReplicas.of(connection, id), found.get().sync().requiredReplicas());
      JdbcRows.one(
          connection,
          "UPDATE objects SET current_replica_count = ?, sync_status = ?" + VISIBLE,
          List.of(count.current(), JdbcText.lower(count.status()), id));
      return Optional.of(JdbcVersions.require(connection, id));
    });
  }

  private Optional<StoredVersion> locked(Connection connection, long id) throws SQLException {
    return JdbcVersions.first(connection, VISIBLE + rows.lock(), List.of(id));
  }
}
