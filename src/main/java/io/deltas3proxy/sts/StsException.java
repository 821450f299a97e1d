package io.deltas3proxy.sts;

import org.jspecify.annotations.Nullable;

/**
 * Ends a request with an STS error. Thrown anywhere, rendered by the servlet. The message goes to
 * the client: it holds nothing of a token and nothing that the client may not know.
 */
public final class StsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final StsErrorCode code;
  private final @Nullable String reason;

  public StsException(StsErrorCode code, String message) {
    this(code, message, null);
  }

  private StsException(StsErrorCode code, String message, @Nullable String reason) {
    // A refusal is an answer, not a defect: it needs no stack trace.
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  /** The same with a reason for the operator's log, which the client does not get. */
  public StsException because(String reason) {
    return new StsException(code, text(), reason);
  }

  public StsErrorCode code() {
    return code;
  }

  /** The text for the client. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Why, for the operator. */
  String reason() {
    return reason == null ? code.wireCode() + ": " + text() : reason;
  }
}
