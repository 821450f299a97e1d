package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.SyncStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the metadata tell of replicas, of the queue and of sizes, for operators. */
public final class JdbcStatistics {

  /** So many jobs of a type are in a state. */
  public record QueueCount(Job.Type type, Job.Status status, long jobs) {}

  /** So many visible versions, delete markers apart, with so many bytes, are in a state. */
  public record VersionCount(SyncStatus status, long versions, long bytes) {}

  /** So many replicas of visible versions are in a state on a backend. */
  public record ReplicaStateCount(String backend, Replica.Status status, long replicas) {}

  private static final String REPLICAS =
      "SELECT id, object_key, bucket_name, primary_zone_code, required_replica_count,"
          + " current_replica_count, sync_status FROM objects"
          + " WHERE state = 'visible' AND NOT is_delete_marker AND id > ?";

  private static final String OLDEST =
      "SELECT created_at FROM sync_jobs WHERE status IN ('queued', 'retrying')"
          + " ORDER BY created_at LIMIT 1";

  private final JdbcRows rows;
  private final Clock clock;

  public JdbcStatistics(Database database, Clock clock) {
    this.rows = new JdbcRows(database);
    this.clock = clock;
  }

  /**
   * Visible versions that are no delete markers, in the order of their ids.
   *
   * @param bucket {@code null} for all
   * @param needsSync only those with fewer replicas than they need, or only the others; {@code
   *     null} for all
   * @param after the id of the last of the page before; 0 for the first page
   * @param most 1 to 1,000
   */
  public List<ReplicaStatus> replicas(
      @Nullable String bucket, @Nullable Boolean needsSync, long after, int most)
      throws MetadataUnavailableException {
    List<Object> values = new ArrayList<>(List.of(after));
    String sql = REPLICAS;
    if (bucket != null) {
      sql += " AND bucket_name = ?";
      values.add(bucket);
    }
    if (needsSync != null) {
      // Whoever needs replicas is not complete, which an index knows.
      sql +=
          needsSync
              ? " AND sync_status <> 'complete' AND current_replica_count < required_replica_count"
              : " AND current_replica_count >= required_replica_count";
    }
    values.add(most);
    String query = sql + " ORDER BY id LIMIT ?";
    return rows.read(c -> JdbcRows.query(c, query, values, JdbcStatistics::replica));
  }

  private static ReplicaStatus replica(ResultSet row) throws SQLException {
    return new ReplicaStatus(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        JdbcText.upper(SyncStatus.class, row.getString(7)));
  }

  /** Jobs by type and state; those without any are missing. */
  public List<QueueCount> queue() throws MetadataUnavailableException {
    String sql = "SELECT job_type, status, COUNT(*) FROM sync_jobs GROUP BY job_type, status";
    return rows.read(c ->
        JdbcRows.query(
            c,
            sql,
            List.of(),
            row ->
                new QueueCount(
                    JdbcText.upper(Job.Type.class, row.getString(1)),
                    JdbcText.upper(Job.Status.class, row.getString(2)),
                    row.getLong(3))));
  }

  /** How long the oldest job that waits has waited; empty if none does. */
  public Optional<Duration> lag() throws MetadataUnavailableException {
    Optional<Long> oldest =
        rows.read(c -> JdbcRows.first(c, OLDEST, List.of(), row -> row.getLong(1)));
    return oldest.map(millis -> Duration.ofMillis(Math.max(0, clock.millis() - millis)));
  }

  /** Reads all versions: up to 1 s for a million of them; ask for it once a minute, not more. */
  public List<VersionCount> versions() throws MetadataUnavailableException {
    String sql =
        "SELECT sync_status, COUNT(*), SUM(size_bytes) FROM objects WHERE state = 'visible'"
            + " AND NOT is_delete_marker GROUP BY sync_status";
    return rows.read(c ->
        JdbcRows.query(
            c,
            sql,
            List.of(),
            row ->
                new VersionCount(
                    JdbcText.upper(SyncStatus.class, row.getString(1)),
                    row.getLong(2),
                    row.getLong(3))));
  }

  /** Reads all replicas: as {@link #versions}, once a minute at most. */
  public List<ReplicaStateCount> replicaStates() throws MetadataUnavailableException {
    String sql =
        "SELECT backend, replica_status, COUNT(*) FROM object_replicas GROUP BY backend,"
            + " replica_status";
    return rows.read(c ->
        JdbcRows.query(
            c,
            sql,
            List.of(),
            row ->
                new ReplicaStateCount(
                    row.getString(1),
                    JdbcText.upper(Replica.Status.class, row.getString(2)),
                    row.getLong(3))));
  }
}
