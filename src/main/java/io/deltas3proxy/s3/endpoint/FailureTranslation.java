package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.CommitRefusedException;
import io.deltas3proxy.access.ReviewedCommit.ReviewFailedException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.s3.protocol.HttpDates;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.storage.StoreException;
import java.util.Map;

/** Says what a failure means for the client. Messages of failures stay here: they name places. */
final class FailureTranslation {

  private FailureTranslation() {}

  static S3Exception translate(Throwable failure) {
    return switch (failure) {
      case S3Exception refusal -> refusal;
      case StoreException store -> ofStore(store);
      case TableUnavailableException table ->
          new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE).because("" + table.getMessage());
      case AccountsUnavailableException accounts ->
          new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE).because("" + accounts.getMessage());
      // What a writer did wrong is for the writer to know.
      case CommitRefusedException refused ->
          new S3Exception(S3ErrorCode.ACCESS_DENIED, "Access Denied: " + refused.getMessage())
              .because("the commit is refused: " + refused.getMessage());
      case ReviewFailedException review ->
          new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE).because("" + review.getMessage());
      default -> new S3Exception(S3ErrorCode.INTERNAL_ERROR);
    };
  }

  private static S3Exception ofStore(StoreException failure) {
    return switch (failure) {
      case StoreException.NotFound e -> new S3Exception(S3ErrorCode.NO_SUCH_KEY);
      case StoreException.NotModified e ->
          new S3Exception(S3ErrorCode.NOT_MODIFIED)
              .with(Map.of("ETag", e.eTag(), "Last-Modified", HttpDates.format(e.lastModified())));
      case StoreException.PreconditionFailed e -> new S3Exception(S3ErrorCode.PRECONDITION_FAILED);
      case StoreException.RangeNotSatisfiable e ->
          new S3Exception(S3ErrorCode.INVALID_RANGE)
              .with(e.size() < 0 ? Map.of() : Map.of("Content-Range", "bytes */" + e.size()));
      case StoreException.Throttled e -> new S3Exception(S3ErrorCode.SLOW_DOWN);
      case StoreException.Denied e -> new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
      case StoreException.CallerDenied e ->
          new S3Exception(S3ErrorCode.ACCESS_DENIED)
              .because("the store refuses the caller: " + e.getMessage());
      case StoreException.Unavailable e -> new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
      case StoreException.Indeterminate e -> new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE);
      case StoreException.Conflict e -> new S3Exception(S3ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
      case StoreException.NoSuchUpload e -> new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD);
      case StoreException.Unsupported e -> new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
      case StoreException.Invalid e -> new S3Exception(code(e.fault()));
    };
  }

  private static S3ErrorCode code(StoreException.Invalid.Fault fault) {
    return switch (fault) {
      case BAD_DIGEST -> S3ErrorCode.BAD_DIGEST;
      case INVALID_DIGEST -> S3ErrorCode.INVALID_DIGEST;
      case INVALID_PART -> S3ErrorCode.INVALID_PART;
      case INVALID_PART_ORDER -> S3ErrorCode.INVALID_PART_ORDER;
      case ENTITY_TOO_SMALL -> S3ErrorCode.ENTITY_TOO_SMALL;
      case ENTITY_TOO_LARGE -> S3ErrorCode.ENTITY_TOO_LARGE;
      case INCOMPLETE_BODY -> S3ErrorCode.INCOMPLETE_BODY;
      case INVALID_TAG -> S3ErrorCode.INVALID_TAG;
      case INVALID_REQUEST -> S3ErrorCode.INVALID_REQUEST;
    };
  }
}
