package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the gateway. All methods block, are bounded in time, and may be called from any
 * number of threads. Whoever calls has asked whether the caller may. Where it is not known whether
 * something was done they throw {@link StoreException.Indeterminate} or {@link
 * MetadataUnavailableException}, never that it was not.
 */
public interface GatewayObjects {

  /**
   * Stores a version: returns once it is durable on as many backends as must be, and visible.
   *
   * @param body read once, by the calling thread, to its end
   * @throws StoreException.PreconditionFailed if a condition does not hold
   * @throws StoreException.Invalid if the body is not what its headers say
   */
  StoredVersion put(ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException;

  /**
   * Stores a copy of a version.
   *
   * @param source visible and no delete marker
   */
  StoredVersion copy(ObjectPut request, StoredVersion source)
      throws IOException, RefusedPlacementException, MetadataUnavailableException;

  /** A version, or the latest one; it may be a delete marker. */
  Optional<StoredVersion> find(String bucket, String key, @Nullable String versionId)
      throws MetadataUnavailableException;

  /**
   * Opens some bytes of a version.
   *
   * @param range within the size; {@code null} for all
   * @throws StoreException.Unavailable if no replica can be read now
   */
  VersionBody open(StoredVersion version, ByteRange.@Nullable Bounded range)
      throws StoreException, MetadataUnavailableException;

  /** Puts a delete marker on top of a key. */
  StoredVersion mark(GatewayBucket bucket, String key, String owner, WriteConditions conditions)
      throws StoreException, MetadataUnavailableException;

  /**
   * Deletes a version, or a delete marker, for good.
   *
   * @return what it was; empty if there is none
   */
  Optional<StoredVersion> delete(
      GatewayBucket bucket, String key, String versionId, boolean bypassGovernance)
      throws VersionLockedException, MetadataUnavailableException;

  /**
   * Begins an upload in parts.
   *
   * @param request its length has no meaning, and it has no trailer
   */
  Upload createUpload(ObjectPut request)
      throws StoreException, RefusedPlacementException, MetadataUnavailableException;

  /**
   * Stores a part.
   *
   * @param request its length, its checksums and its trailer are those of the part
   * @throws StoreException.NoSuchUpload if there is no such upload of this key
   */
  UploadedPart putPart(String uploadId, int number, ObjectPut request, InputStream body)
      throws IOException, RefusedPlacementException, MetadataUnavailableException;

  /** Stores a part that is (a range of) a version. */
  UploadedPart copyPart(
      String uploadId,
      int number,
      ObjectPut request,
      StoredVersion source,
      ByteRange.@Nullable Bounded range)
      throws IOException, RefusedPlacementException, MetadataUnavailableException;

  /**
   * Makes the version of the parts that are named. Asked once more after it was done, it gives the
   * same answer.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload of this key
   * @throws StoreException.Invalid if the parts are not those that were stored
   */
  StoredVersion completeUpload(
      ObjectPut.Target target,
      String uploadId,
      List<UploadCompletion.Part> parts,
      WriteConditions conditions)
      throws IOException, RefusedPlacementException, MetadataUnavailableException;

  /**
   * Ends an upload and frees its parts.
   *
   * @throws StoreException.NoSuchUpload if there is no such upload of this key
   */
  void abortUpload(ObjectPut.Target target, String uploadId)
      throws StoreException, MetadataUnavailableException;

  /**
   * Frees what abandoned writes, deleted versions and ended uploads have left on backends; done by
   * one instance at a time.
   *
   * @return how many rows were ended
   */
  int collect(int most) throws MetadataUnavailableException;
}
