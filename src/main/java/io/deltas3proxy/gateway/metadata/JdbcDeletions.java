package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes versions away: by delete markers, and for good. */
record JdbcDeletions(JdbcRows rows, JdbcBucketHold buckets, Clock clock) {

  /** How long a copy that is under way may still put bytes where nobody expects them any more. */
  private static final Duration COPY = Duration.ofMinutes(10);

  private static final String MARK =
      "INSERT INTO objects (bucket_name, object_key, version_id, state, owner, sequence,"
          + " is_latest, is_delete_marker, sync_status, created_at, last_modified)"
          + " VALUES (?, ?, ?, 'visible', ?, ?, TRUE, TRUE, 'complete', ?, ?) RETURNING id";

  private static final String VERSION =
      " WHERE bucket_name = ? AND object_key = ? AND version_id = ? AND state = 'visible'";

  private static final String PROMOTE =
      "UPDATE objects SET is_latest = TRUE WHERE id = (SELECT id FROM objects"
          + " WHERE bucket_name = ? AND object_key = ? AND state = 'visible'"
          + " ORDER BY sequence DESC LIMIT 1)";

  private record Marked(@Nullable StoredVersion marker, @Nullable StoreException failure) {}

  StoredVersion mark(
      String bucket, String key, String versionId, String owner, WriteConditions conditions)
      throws MetadataUnavailableException, StoreException {
    Marked marked =
        rows.<Marked, RuntimeException>write(connection -> {
          buckets.hold(connection, bucket);
          long sequence = JdbcKeys.next(connection, bucket, key);
          Optional<StoreException> violated =
              JdbcConditions.violated(connection, bucket, key, conditions);
          if (violated.isPresent()) {
            JdbcKeys.giveBack(connection, bucket, key, sequence);
            return new Marked(null, violated.get());
          }
          JdbcVersions.noLatest(connection, bucket, key);
          long now = clock.millis();
          List<Object> values = List.of(bucket, key, versionId, owner, sequence, now, now);
          long id =
              JdbcRows.first(connection, MARK, values, row -> row.getLong(1))
                  .orElseThrow(() -> new SQLException("a delete marker has no row"));
          return new Marked(JdbcVersions.require(connection, id), null);
        });
    if (marked.failure() != null) {
      throw marked.failure();
    }
    return Objects.requireNonNull(marked.marker());
  }

  Optional<StoredVersion> delete(String bucket, String key, String versionId, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException {
    return rows.write(connection -> {
      if (!JdbcKeys.lock(connection, bucket, key)) {
        return Optional.empty();
      }
      Optional<StoredVersion> found =
          JdbcVersions.first(connection, VERSION + rows.lock(), List.of(bucket, key, versionId));
      if (found.isPresent()) {
        Protections.requireDeletable(
            found.get().protection(), rows.currentMillis(connection), bypass);
        delete(connection, found.get());
      }
      return found;
    });
  }

  private void delete(Connection connection, StoredVersion version) throws SQLException {
    if (version.replicas().isEmpty()) {
      JdbcRows.one(connection, "DELETE FROM objects WHERE id = ?", List.of(version.id()));
    } else {
      boolean copying =
          version.replicas().stream().anyMatch(r -> r.status() == Replica.Status.SYNCING);
      String sql =
          "UPDATE objects SET state = 'deleting', is_latest = FALSE, collect_after = "
              + rows.now()
              + " + ? WHERE id = ?";
      List<Long> values = List.of(copying ? COPY.toMillis() : 0, version.id());
      JdbcRows.one(connection, sql, values);
    }
    List<String> name = List.of(version.bucket(), version.key());
    if (version.latest() && JdbcRows.update(connection, PROMOTE, name) == 0) {
      JdbcKeys.end(connection, version.bucket(), version.key());
    }
  }
}
