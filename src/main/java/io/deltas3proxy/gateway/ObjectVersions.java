package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of objects: what is not in here is not there, whatever backends hold. Each method is
 * one transaction. What {@link MetadataUnavailableException} leaves open, {@link #outcome} tells.
 */
public interface ObjectVersions {

  /**
   * Records a version before a byte of it is sent; nobody sees it yet. Where one of this key and
   * version id is being written already and is not collected, its lease is prolonged, and places
   * that it does not know are added: an upload in parts that is completed once more goes on with
   * the same row.
   *
   * @return the id of its row
   */
  long begin(NewVersion version) throws MetadataUnavailableException;

  /** Names one more place that bytes may be sent to, before they are. */
  void plan(long id, Replica replica) throws MetadataUnavailableException;

  /**
   * Goes on writing a version for another while.
   *
   * @return false if the lease was over and somebody collects it: nothing of it may be committed
   */
  boolean extend(long id, Duration lease) throws MetadataUnavailableException;

  /**
   * Makes a version visible, as the latest of its key.
   *
   * @throws StoreException.PreconditionFailed if the conditions do not hold; the version is then
   *     abandoned, or if it is that of an upload in parts, that can be completed once more
   * @throws StoreException.Conflict if the lease was over and it is being collected
   * @throws StoreException.NoSuchUpload if the upload in parts that it ends is over
   */
  StoredVersion commit(long id, VersionCommit commit)
      throws MetadataUnavailableException, StoreException;

  /** The version if it is visible; empty if it is not, and then never will be: it is abandoned. */
  Optional<StoredVersion> outcome(long id) throws MetadataUnavailableException;

  /** Gives a version up that is being written: it is collected at once. */
  void abandon(long id) throws MetadataUnavailableException;

  /** The latest version of a key, which may be a delete marker. */
  Optional<StoredVersion> latest(String bucket, String key) throws MetadataUnavailableException;

  Optional<StoredVersion> version(String bucket, String key, String versionId)
      throws MetadataUnavailableException;

  Optional<StoredVersion> find(long id) throws MetadataUnavailableException;

  /**
   * Puts a delete marker on top of a key, whether there is something below it or not.
   *
   * @throws StoreException.PreconditionFailed if the conditions do not hold
   */
  StoredVersion mark(
      String bucket, String key, String versionId, String owner, WriteConditions conditions)
      throws MetadataUnavailableException, StoreException;

  /**
   * Deletes a version, or a delete marker, for good: from now on nobody sees it, and it is
   * collected. The next older one becomes the latest.
   *
   * @param bypass whether governance retention is passed over
   * @return what it was; empty if there is none
   * @throws VersionLockedException when retention or legal hold forbids it
   */
  Optional<StoredVersion> delete(String bucket, String key, String versionId, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException;

  /**
   * @param tags at most 10
   * @return false if there is no such version
   */
  boolean setTags(long id, Map<String, String> tags) throws MetadataUnavailableException;

  /**
   * @param retention {@code null} to end it
   * @throws VersionLockedException when the present one may not be shortened or ended
   */
  boolean setRetention(long id, @Nullable Retention retention, boolean bypass)
      throws MetadataUnavailableException, VersionLockedException;

  boolean setLegalHold(long id, boolean on) throws MetadataUnavailableException;

  /**
   * Notes how a replica of a visible version is now, adding it if it is new, and counts anew:
   * current replicas and status of the version change in the same transaction.
   *
   * @return the version; empty if it is gone
   */
  Optional<StoredVersion> replica(long id, Replica replica) throws MetadataUnavailableException;

  /**
   * Versions that nobody sees and whose places are to be emptied: abandoned while they were
   * written, or deleted. They stay among these until {@link #forget}.
   */
  List<StoredVersion> collectable(int most) throws MetadataUnavailableException;

  /** Ends the row of a version of {@link #collectable}: nothing is left of it on any backend. */
  void forget(long id) throws MetadataUnavailableException;
}
