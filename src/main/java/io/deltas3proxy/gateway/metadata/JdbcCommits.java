package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.metadata.JdbcDrafts.Draft;
import io.deltas3proxy.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes versions visible. */
record JdbcCommits(JdbcDrafts drafts) {

  private static final String SHOW =
      "UPDATE objects SET state = 'visible', is_latest = TRUE, sequence = ?, size_bytes = ?,"
          + " etag = ?, headers_json = ?, last_modified = ?, current_replica_count = ?,"
          + " sync_status = ?, lease_until = NULL WHERE id = ?";

  private static final String END_UPLOAD =
      "UPDATE gateway_uploads SET state = 'completed', ended_at = ?, freed = NOT EXISTS (SELECT 1"
          + " FROM gateway_upload_backends b WHERE b.upload_id = gateway_uploads.upload_id"
          + " AND (b.dropped OR NOT EXISTS (SELECT 1 FROM object_replicas r"
          + " WHERE r.object_id = gateway_uploads.object_id AND r.backend = b.backend"
          + " AND r.replica_status = 'active')))"
          + " WHERE upload_id = ? AND object_id = ? AND state = 'open'";

  /** How it went; what failed keeps what the transaction has changed. */
  private record Outcome(@Nullable StoredVersion version, @Nullable StoreException failure) {}

  StoredVersion commit(long id, VersionCommit commit)
      throws MetadataUnavailableException, StoreException {
    if (commit.replicas().stream().noneMatch(r -> r.status() == Replica.Status.ACTIVE)) {
      throw new IllegalArgumentException("a version without any replica");
    }
    Outcome outcome = drafts.rows().<Outcome, RuntimeException>write(c -> commit(c, id, commit));
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    return Objects.requireNonNull(outcome.version());
  }

  private Outcome commit(Connection connection, long id, VersionCommit commit) throws SQLException {
    Optional<Draft> unlocked = drafts.read(connection, id);
    if (unlocked.isEmpty()) {
      return collected(commit);
    }
    String bucket = unlocked.get().bucket();
    String key = unlocked.get().key();
    long sequence = JdbcKeys.next(connection, bucket, key);
    Optional<Draft> draft = drafts.lock(connection, id);
    Outcome outcome;
    if (draft.isEmpty() || !draft.get().isWritten()) {
      outcome = earlier(connection, id, draft, commit);
    } else {
      requireUpload(draft.get(), commit);
      Optional<StoreException> violated =
          JdbcConditions.violated(connection, bucket, key, commit.conditions());
      if (violated.isEmpty()) {
        return new Outcome(show(connection, id, sequence, commit), null);
      }
      boolean unused = drafts.abandon(connection, id);
      outcome = new Outcome(null, violated.get());
    }
    JdbcKeys.giveBack(connection, bucket, key, sequence);
    return outcome;
  }

  private static void requireUpload(Draft draft, VersionCommit commit) {
    if (!Objects.equals(draft.uploadId(), commit.uploadId())) {
      throw new IllegalArgumentException("a version of another upload");
    }
  }

  /** A commit that was done already, though its answer was lost, or that comes too late. */
  private static Outcome earlier(
      Connection connection, long id, Optional<Draft> draft, VersionCommit commit)
      throws SQLException {
    Optional<StoredVersion> visible =
        JdbcVersions.first(connection, " WHERE id = ? AND sequence IS NOT NULL", List.of(id))
            .filter(v -> v.eTag().equals(commit.eTag()) && v.size() == commit.size());
    if (visible.isPresent()) {
      return new Outcome(visible.get(), null);
    }
    return draft.filter(Draft::isUploading).isPresent() ? lapsed() : collected(commit);
  }

  /** Whoever makes the commit need not name the version that it is of. */
  private static NewJob ofVersion(NewJob job, long id) {
    return job.version() == null
        ? new NewJob(job.type(), id, job.source(), job.target(), job.priority())
        : job;
  }

  private static Outcome lapsed() {
    return new Outcome(null, new StoreException.Conflict("the version was given up meanwhile"));
  }

  private static Outcome collected(VersionCommit commit) {
    return commit.uploadId() == null
        ? lapsed()
        : new Outcome(null, new StoreException.NoSuchUpload("the upload has ended"));
  }

  private StoredVersion show(Connection connection, long id, long sequence, VersionCommit commit)
      throws SQLException {
    JdbcReplicas.put(connection, id, commit.replicas());
    StoredVersion hidden = JdbcVersions.require(connection, id);
    ReplicaCount count = ReplicaCount.of(hidden.replicas(), hidden.sync().requiredReplicas());
    Map<String, String> headers = new HashMap<>(hidden.headers());
    headers.putAll(commit.headers());
    JdbcVersions.noLatest(connection, hidden.bucket(), hidden.key());
    List<Object> values =
        List.of(
            sequence,
            commit.size(),
            commit.eTag(),
            JdbcText.json(headers),
            drafts.clock().millis(),
            count.current(),
            JdbcText.lower(count.status()),
            id);
    JdbcRows.one(connection, SHOW, values);
    for (NewJob job : commit.jobs()) {
      long unused = JdbcJobs.add(connection, ofVersion(job, id), drafts.clock().millis());
    }
    if (commit.uploadId() != null) {
      List<Object> upload = List.of(drafts.clock().millis(), commit.uploadId(), id);
      JdbcRows.one(connection, END_UPLOAD, upload);
    }
    return JdbcVersions.require(connection, id);
  }
}
