package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.s3.protocol.S3Change;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3VersionChange;
import java.io.IOException;

/** Carries out changes that were let pass. */
final class GatewayChanges {

  private final ObjectStoring storing;
  private final PartStoring parts;
  private final ObjectRemoval removal;
  private final TagsAndLocks beside;
  private final BucketAnswers buckets;

  GatewayChanges(
      ObjectStoring storing,
      PartStoring parts,
      ObjectRemoval removal,
      TagsAndLocks beside,
      BucketAnswers buckets) {
    this.storing = storing;
    this.parts = parts;
    this.removal = removal;
    this.beside = beside;
    this.buckets = buckets;
  }

  void carryOut(GatewayCall call, S3Change change)
      throws IOException,
          MetadataUnavailableException,
          RefusedPlacementException,
          VersionLockedException {
    switch (change) {
      case S3Change.PutObject c -> storing.put(call, c);
      case S3Change.DeleteObject c -> removal.mark(call, c);
      case S3Change.CreateMultipartUpload c -> parts.create(call, c);
      case S3Change.UploadPart c -> parts.put(call, c);
      case S3Change.UploadPartCopy c -> parts.copy(call, c);
      case S3Change.CompleteMultipartUpload c -> parts.complete(call, c);
      case S3Change.AbortMultipartUpload c -> parts.abort(call, c);
      case S3VersionChange c -> ofVersions(call, c);
      // These are read as changes of versions.
      case S3Change.CopyObject c -> throw unserved();
      case S3Change.DeleteObjects c -> throw unserved();
      case S3Change.PutObjectTagging c -> throw unserved();
      case S3Change.DeleteObjectTagging c -> throw unserved();
      case S3Change.Unserved c -> throw unserved();
    }
  }

  private void ofVersions(GatewayCall call, S3VersionChange change)
      throws IOException,
          MetadataUnavailableException,
          RefusedPlacementException,
          VersionLockedException {
    switch (change) {
      case S3VersionChange.CopyVersion c -> storing.copy(call, c);
      case S3VersionChange.DeleteVersion c -> removal.delete(call, c);
      case S3VersionChange.DeleteVersions c -> removal.deleteAll(call, c);
      case S3VersionChange.PutVersionTagging c -> beside.putTags(call, c);
      case S3VersionChange.DeleteVersionTagging c -> beside.deleteTags(call, c);
      case S3VersionChange.PutObjectRetention c -> beside.putRetention(call, c);
      case S3VersionChange.PutObjectLegalHold c -> beside.putLegalHold(call, c);
      case S3VersionChange.PutBucketVersioning c -> buckets.putVersioning(call, c);
      case S3VersionChange.PutObjectLockConfiguration c -> buckets.putLock(call, c);
      case S3VersionChange.CreateBucket c -> buckets.create(call, c);
      case S3VersionChange.DeleteBucket c -> buckets.delete(call);
    }
  }

  private static S3Exception unserved() {
    return new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
  }
}
