package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Grounds;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.TouchedPartitions;
import io.deltas3proxy.access.WriteIntent;
import io.deltas3proxy.access.WriteTarget;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import java.util.Optional;

/**
 * An object that a caller was found to be allowed to change. Only {@link DeltaBucket} makes one.
 *
 * @param sight the caller's, of the table whose object it is
 * @param target what it is, and so how it may be changed
 * @param touched is told of the partitions of a commit
 */
record WritableObject(
    TableAccess sight, WriteTarget target, ObjectAddress address, TouchedPartitions touched) {

  /** The store as the caller is to see it. */
  ObjectStore store(CallerStores stores) throws StoreException, TableUnavailableException {
    return stores.of(sight);
  }

  /** What the decision rests on, for the audit trail. */
  Optional<Grounds> grounds() {
    return Optional.of(sight.writing().grounds(address, touched));
  }

  /**
   * The same object, decided on once more.
   *
   * @throws S3Exception if it may not be changed so
   */
  WritableObject decideAgain(WriteIntent intent) {
    TableLocation location = sight.table().location();
    String relative = address.key().substring(location.keyPrefix().length());
    return WriteJudgement.require(sight, sight.decideWrite(relative, intent));
  }

  /**
   * Sees that an uncommitted file of the caller's is that still: meanwhile it may have been
   * committed, or deleted and stored by somebody else.
   *
   * @throws S3Exception if it is not
   */
  void requireStillOwn() {
    if (!decideAgain(WriteIntent.PUT).target().equals(target)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED)
          .because("the file is not the caller's any more");
    }
  }
}
