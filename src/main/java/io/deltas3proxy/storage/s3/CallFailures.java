package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What it means that a call failed (Amazon S3, "Error responses"): by the code, and by the status
 * where there is none that is known.
 */
final class CallFailures {

  /** Example: {@code <Code>SlowDown</Code>}. */
  private static final Pattern CODE = Pattern.compile("<Code>\\s*([A-Za-z0-9.]{1,64})\\s*</Code>");

  /** Stands at the beginning of a document, behind nothing but its declaration. */
  private static final Pattern ERROR =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]{0,200}\\?>)?\\s*<(?:\\w+:)?Error[\\s>].*", Pattern.DOTALL);

  private CallFailures() {}

  /** The failure that an answer says; empty for a good one. */
  static Optional<StoreException> of(StoreAnswer answer, Conversation.Sent sent, StoreCall call) {
    String text = answer.body();
    if (answer.isGood()) {
      if (sent != Conversation.Sent.ALL) {
        return Optional.of(unknown("success before all was sent", Conversation.Sent.ALL, call));
      }
      if (!answer.saysItsLength()) {
        return Optional.of(unknown("success that may be cut off", sent, call));
      }
      if (!ERROR.matcher(text).matches()) {
        return Optional.empty();
      }
    }
    Matcher code = CODE.matcher(text);
    String said = code.find() ? code.group(1) : "";
    String what = answer.status() + " " + said + " for " + call.what();
    StoreException known = byCode(said, what);
    if (known == null && !answer.isGood()) {
      known = byStatus(answer.status(), what, call);
    }
    return Optional.of(known == null ? unknown(what, sent, call) : known);
  }

  /** The failure of a call whose answer did not come. */
  static StoreException ofLost(IOException cause, Conversation.Sent sent, StoreCall call) {
    StoreException failure = unknown("no answer for " + call.what(), sent, call);
    failure.initCause(cause);
    return failure;
  }

  /** Where all was sent, the store may have done it. */
  private static StoreException unknown(String what, Conversation.Sent sent, StoreCall call) {
    return sent == Conversation.Sent.ALL && !call.method().equals("GET")
        ? new StoreException.Indeterminate(what)
        : new StoreException.Unavailable(what);
  }

  private static @Nullable StoreException byCode(String code, String what) {
    return switch (code) {
      case "NoSuchUpload" -> new StoreException.NoSuchUpload(what);
      case "NoSuchKey", "NoSuchBucket", "NoSuchVersion" -> new StoreException.NotFound(what);
      case "PreconditionFailed" -> new StoreException.PreconditionFailed(what);
      case "ConditionalRequestConflict", "OperationAborted" -> new StoreException.Conflict(what);
      case "SlowDown", "ServiceUnavailable", "TooManyRequests", "SlowDownRead", "SlowDownWrite" ->
          new StoreException.Throttled(what);
      case "NotImplemented", "MethodNotAllowed" -> new StoreException.Unsupported(what);
      case "AccessDenied",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "RequestTimeTooSkewed",
          "AuthorizationHeaderMalformed" ->
          new StoreException.Denied(what);
      case "RequestTimeout" -> new StoreException.Unavailable(what);
      default -> {
        Fault fault = fault(code);
        yield fault == null ? null : new StoreException.Invalid(fault, what);
      }
    };
  }

  private static @Nullable Fault fault(String code) {
    return switch (code) {
      case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch" ->
          Fault.BAD_DIGEST;
      case "InvalidDigest" -> Fault.INVALID_DIGEST;
      case "InvalidPart" -> Fault.INVALID_PART;
      case "InvalidPartOrder" -> Fault.INVALID_PART_ORDER;
      case "EntityTooSmall" -> Fault.ENTITY_TOO_SMALL;
      case "EntityTooLarge" -> Fault.ENTITY_TOO_LARGE;
      case "IncompleteBody" -> Fault.INCOMPLETE_BODY;
      case "InvalidTag" -> Fault.INVALID_TAG;
      case "InvalidObjectState" -> Fault.INVALID_REQUEST;
      default -> null;
    };
  }

  /** A bare 503 may come from something in front of the store that has lost its answer. */
  private static @Nullable StoreException byStatus(int status, String what, StoreCall call) {
    return switch (status) {
      case 400, 411, 414, 416, 422 -> new StoreException.Invalid(Fault.INVALID_REQUEST, what);
      case 401, 403 -> new StoreException.Denied(what);
      case 404 ->
          call.query().containsKey("uploadId")
              ? new StoreException.NoSuchUpload(what)
              : new StoreException.NotFound(what);
      case 405, 501 -> new StoreException.Unsupported(what);
      case 409 -> new StoreException.Conflict(what);
      case 412 -> new StoreException.PreconditionFailed(what);
      case 413 -> new StoreException.Invalid(Fault.ENTITY_TOO_LARGE, what);
      case 429 -> new StoreException.Throttled(what);
      default -> status < 500 ? new StoreException.Unavailable(what) : null;
    };
  }
}
