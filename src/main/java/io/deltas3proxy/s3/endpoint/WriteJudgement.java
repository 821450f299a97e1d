package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Grounds;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.TouchedPartitions;
import io.deltas3proxy.access.WriteDecision;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Optional;

/** What a decision on a change means for the client. */
sealed interface WriteJudgement {

  /** It may be made. */
  record Cleared(WritableObject object) implements WriteJudgement {}

  /** It may not. */
  record Refused(S3Exception answer) implements WriteJudgement {}

  static WriteJudgement refused(S3ErrorCode code) {
    return new Refused(new S3Exception(code));
  }

  static WriteJudgement of(TableAccess sight, WriteDecision decision) {
    return switch (decision) {
      case WriteDecision.Allowed allowed ->
          new Cleared(
              new WritableObject(
                  sight, allowed.target(), allowed.address(), new TouchedPartitions()));
      // Also of a table that is to seem missing: one that is missing is answered alike.
      case WriteDecision.Forbidden forbidden ->
          refused(S3ErrorCode.ACCESS_DENIED, forbidden.reason());
      case WriteDecision.Taken taken ->
          refused(S3ErrorCode.PRECONDITION_FAILED, "version " + taken.version() + " was committed");
      case WriteDecision.Unsupported unsupported ->
          refused(S3ErrorCode.NOT_IMPLEMENTED, unsupported.reason());
      case WriteDecision.Unknowable unknowable ->
          refused(S3ErrorCode.SERVICE_UNAVAILABLE, unknowable.reason());
    };
  }

  private static WriteJudgement refused(S3ErrorCode code, String reason) {
    return new Refused(new S3Exception(code).because(reason));
  }

  /**
   * The object, if it may be changed.
   *
   * @throws S3Exception if it may not
   */
  static WritableObject require(TableAccess sight, WriteDecision decision) {
    return of(sight, decision).require();
  }

  /**
   * The object, if it may be changed.
   *
   * @throws S3Exception if it may not
   */
  default WritableObject require() {
    return switch (this) {
      case Cleared cleared -> cleared.object();
      case Refused refused -> throw refused.answer();
    };
  }

  /**
   * What the decision rests on, for the audit trail.
   *
   * @param relativeKey of the object that was judged
   */
  default Optional<Grounds> grounds(TableAccess sight, String relativeKey) {
    if (relativeKey.isEmpty()) {
      return Optional.empty();
    }
    ObjectAddress address = sight.table().location().address(relativeKey);
    return Optional.of(
        switch (this) {
          case Cleared cleared -> sight.writing().grounds(address, cleared.object().touched());
          case Refused refused ->
              sight.writing().grounds(address, new TouchedPartitions()).denied();
        });
  }
}
