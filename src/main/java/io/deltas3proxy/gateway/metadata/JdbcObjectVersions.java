package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.ObjectVersions;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The versions of the table {@code objects}. */
public final class JdbcObjectVersions implements ObjectVersions {

  private final JdbcRows rows;
  private final JdbcDrafts drafts;
  private final JdbcCommits commits;
  private final JdbcDeletions deletions;
  private final JdbcVersionChanges changes;
  private final JdbcCollection collection;

  /** Those of buckets that nobody removes. */
  public JdbcObjectVersions(Database database, Clock clock) {
    this(database, bucket -> true, clock);
  }

  /**
   * Makes them.
   *
   * @param lasting says which buckets nobody can remove; all others have their row
   */
  public JdbcObjectVersions(Database database, Predicate<String> lasting, Clock clock) {
    rows = new JdbcRows(database);
    JdbcBucketHold buckets = new JdbcBucketHold(rows, lasting);
    drafts = new JdbcDrafts(rows, buckets, clock);
    commits = new JdbcCommits(drafts);
    deletions = new JdbcDeletions(rows, buckets, clock);
    changes = new JdbcVersionChanges(rows, clock);
    collection = new JdbcCollection(drafts);
  }

  @Override
  public long begin(NewVersion version) throws MetadataUnavailableException {
    return drafts.begin(version);
  }

  @Override
  public void plan(long id, Replica replica) throws MetadataUnavailableException {
    drafts.plan(id, replica);
  }

  @Override
  public boolean extend(long id, Duration lease) throws MetadataUnavailableException {
    return drafts.extend(id, lease);
  }

  @Override
  public StoredVersion commit(long id, VersionCommit commit)
      throws MetadataUnavailableException, StoreException {
    return commits.commit(id, commit);
  }

  @Override
  public Optional<StoredVersion> outcome(long id) throws MetadataUnavailableException {
    return drafts.outcome(id);
  }

  @Override
  public void abandon(long id) throws MetadataUnavailableException {
    drafts.abandon(id);
  }

  @Override
  public Optional<StoredVersion> latest(String bucket, String key)
      throws MetadataUnavailableException {
    return rows.read(connection -> JdbcVersions.latest(connection, bucket, key));
  }

  @Override
  public Optional<StoredVersion> version(String bucket, String key, String versionId)
      throws MetadataUnavailableException {
    String where =
        " WHERE bucket_name = ? AND object_key = ? AND version_id = ? AND state = 'visible'";
    return rows.read(
        connection -> JdbcVersions.first(connection, where, List.of(bucket, key, versionId)));
  }

  @Override
  public Optional<StoredVersion> find(long id) throws MetadataUnavailableException {
    return rows.read(connection ->
        JdbcVersions.first(connection, " WHERE id = ? AND state = 'visible'", List.of(id)));
  }

  @Override
  public StoredVersion mark(
      String bucket, String key, String versionId, String owner, WriteConditions conditions)
      throws MetadataUnavailableException, StoreException {
    return deletions.mark(bucket, key, versionId, owner, conditions);
  }

  @Override
  public Optional<StoredVersion> delete(String bucket, String key, String versionId, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException {
    return deletions.delete(bucket, key, versionId, bypass);
  }

  @Override
  public boolean setTags(long id, Map<String, String> tags) throws MetadataUnavailableException {
    return changes.setTags(id, tags);
  }

  @Override
  public boolean setRetention(long id, @Nullable Retention retention, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException {
    return changes.setRetention(id, retention, bypass);
  }

  @Override
  public boolean setLegalHold(long id, boolean on) throws MetadataUnavailableException {
    return changes.setLegalHold(id, on);
  }

  @Override
  public Optional<StoredVersion> replica(long id, Replica replica)
      throws MetadataUnavailableException {
    return changes.replica(id, replica);
  }

  @Override
  public List<StoredVersion> collectable(int most) throws MetadataUnavailableException {
    return collection.collectable(most);
  }

  @Override
  public void forget(long id) throws MetadataUnavailableException {
    collection.forget(id);
  }
}
