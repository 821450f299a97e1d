package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Versions while they are written, before anybody sees them. */
record JdbcDrafts(JdbcRows rows, JdbcBucketHold buckets, Clock clock) {

  private static final String INSERT =
      "INSERT INTO objects (bucket_name, object_key, version_id, state, owner, headers_json,"
          + " tags_json, retention_mode, retain_until, legal_hold, primary_zone_code,"
          + " allowed_zones, required_replica_count, sync_status, upload_id, created_at,"
          + " last_modified, lease_millis, lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, 'pending', ?, ?, ?, ?, ";

  /** The version of an upload has had its row since the upload began. */
  private static final String AGAIN =
      " ON CONFLICT (bucket_name, object_key, version_id) DO UPDATE SET state = 'writing',"
          + " lease_millis = excluded.lease_millis, lease_until = excluded.lease_until"
          + " WHERE objects.upload_id IS NOT NULL AND objects.state IN ('uploading', 'writing')";

  private static final String OF_UPLOAD =
      "SELECT id FROM objects WHERE bucket_name = ? AND object_key = ? AND version_id = ?"
          + " AND upload_id IS NOT NULL";

  /** The version of an upload goes back to it, and may be completed once more. */
  private static final String ABANDON =
      "UPDATE objects SET state = CASE WHEN upload_id IS NULL THEN 'deleting' ELSE 'uploading' END,"
          + " lease_until = NULL, collect_after = ";

  private static final JdbcRows.JdbcReader<Long> ID = row -> row.getLong(1);

  /**
   * What is to be known of a version before it may be changed.
   *
   * @param wasVisible whether it ever was
   */
  record Draft(
      String bucket, String key, String state, boolean wasVisible, @Nullable String uploadId) {
    boolean isWritten() {
      return state.equals("writing");
    }

    boolean isUploading() {
      return state.equals("uploading");
    }
  }

  /** Reads a draft and locks its row until the transaction ends. */
  Optional<Draft> lock(Connection connection, long id) throws SQLException {
    return draft(connection, id, rows.lock());
  }

  Optional<Draft> read(Connection connection, long id) throws SQLException {
    return draft(connection, id, "");
  }

  private static Optional<Draft> draft(Connection connection, long id, String lock)
      throws SQLException {
    return JdbcRows.first(
        connection,
        "SELECT bucket_name, object_key, state, sequence IS NOT NULL, upload_id FROM objects"
            + " WHERE id = ?"
            + lock,
        List.of(id),
        row ->
            new Draft(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5)));
  }

  long begin(NewVersion version) throws MetadataUnavailableException {
    return rows.write(connection -> {
      buckets.hold(connection, version.bucket());
      String now = rows.now();
      List<@Nullable Object> values = values(version, "writing", null);
      values.add(version.lease().toMillis());
      Optional<Long> id =
          JdbcRows.first(connection, INSERT + now + " + ?)" + AGAIN + " RETURNING id", values, ID);
      if (id.isPresent()) {
        JdbcReplicas.put(connection, id.get(), version.replicas());
        return id.get();
      }
      // It is over: its commit tells how.
      List<String> name = List.of(version.bucket(), version.key(), version.versionId());
      return JdbcRows.first(connection, OF_UPLOAD, name, ID)
          .orElseThrow(() -> new SQLException("there is such a version already"));
    });
  }

  /** Adds the version that an upload is to become. */
  long add(Connection connection, NewVersion version, String uploadId) throws SQLException {
    buckets.hold(connection, version.bucket());
    String insert = INSERT + "NULL) RETURNING id";
    long id =
        JdbcRows.first(connection, insert, values(version, "uploading", uploadId), ID)
            .orElseThrow(() -> new SQLException("a version has no row"));
    JdbcReplicas.put(connection, id, version.replicas());
    return id;
  }

  private List<@Nullable Object> values(NewVersion version, String state, @Nullable String uploadId)
      throws SQLException {
    TagLimits.require(version.tags());
    Retention retention = version.protection().retention();
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        version.bucket(),
        version.key(),
        version.versionId(),
        state,
        version.owner(),
        JdbcText.json(version.headers()),
        JdbcText.json(version.tags()),
        retention == null ? null : retention.mode().name(),
        retention == null ? null : retention.until().toEpochMilli(),
        version.protection().legalHold(),
        version.primaryZone().code(),
        JdbcText.codes(version.allowedZones()),
        version.requiredReplicas(),
        uploadId,
        clock.millis(),
        clock.millis(),
        version.lease().toMillis());
    return values;
  }

  void plan(long id, Replica replica) throws MetadataUnavailableException {
    var unused =
        rows.<Boolean, RuntimeException>write(connection -> {
          Optional<Draft> draft = lock(connection, id);
          if (draft.isEmpty() || draft.get().state().equals("deleting")) {
            throw new SQLException("version " + id + " is being collected");
          }
          JdbcReplicas.put(connection, id, List.of(replica));
          return true;
        });
  }

  boolean extend(long id, Duration lease) throws MetadataUnavailableException {
    String sql =
        "UPDATE objects SET lease_millis = ?, lease_until = "
            + rows.now()
            + " + ? WHERE id = ? AND state = 'writing'";
    List<Long> values = List.of(lease.toMillis(), lease.toMillis(), id);
    return rows.write(connection -> JdbcRows.update(connection, sql, values) == 1);
  }

  Optional<StoredVersion> outcome(long id) throws MetadataUnavailableException {
    return rows.write(connection -> {
      Optional<Draft> draft = lock(connection, id);
      if (draft.isEmpty()) {
        return Optional.empty();
      }
      if (draft.get().wasVisible()) {
        // Also when somebody has deleted it since: what was asked for was done.
        return JdbcVersions.first(connection, " WHERE id = ?", List.of(id));
      }
      abandon(connection, id);
      return Optional.empty();
    });
  }

  void abandon(long id) throws MetadataUnavailableException {
    var unused = rows.<Boolean, RuntimeException>write(connection -> abandon(connection, id));
  }

  /** Nobody sends a byte of it any more. */
  boolean abandon(Connection connection, long id) throws SQLException {
    String sql = ABANDON + rows.now() + " WHERE id = ? AND state = 'writing'";
    return JdbcRows.update(connection, sql, List.of(id)) == 1;
  }

  /**
   * Gives up versions whose lease is over. Who still writes one notices at the latest when as much
   * time has passed again, and until then nothing of it is collected.
   */
  void abandonLapsed(Connection connection, int most) throws SQLException {
    String lapsed = "state = 'writing' AND lease_until <= " + rows.now();
    // The condition stands there twice: a row that was changed meanwhile is looked at again.
    String sql =
        ABANDON
            + rows.now()
            + " + lease_millis WHERE "
            + lapsed
            + " AND id IN (SELECT id FROM objects WHERE "
            + lapsed
            + " ORDER BY lease_until LIMIT ?)";
    int unused = JdbcRows.update(connection, sql, List.of(most));
  }
}
