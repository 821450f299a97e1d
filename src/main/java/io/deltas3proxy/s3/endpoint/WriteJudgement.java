package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.WriteDecision;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;

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
          new Cleared(new WritableObject(sight, allowed.target(), allowed.address()));
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
    return switch (of(sight, decision)) {
      case Cleared cleared -> cleared.object();
      case Refused refused -> throw refused.answer();
    };
  }
}
