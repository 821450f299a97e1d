package io.deltas3proxy.s3.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with an S3 error. Thrown anywhere, rendered in one place. The message goes to the
 * client: it names nothing that the client did not send.
 */
public final class S3Exception extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final S3ErrorCode code;
  private final @Nullable String reason;
  private final transient Map<String, String> headers;
  private final transient Map<String, String> details;

  public S3Exception(S3ErrorCode code) {
    this(code, code.message());
  }

  public S3Exception(S3ErrorCode code, String message) {
    this(code, message, null, Map.of(), Map.of());
  }

  private S3Exception(
      S3ErrorCode code,
      String message,
      @Nullable String reason,
      Map<String, String> headers,
      Map<String, String> details) {
    // A refusal is an answer, not a defect: it needs no stack trace.
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.headers = Map.copyOf(headers);
    this.details = Map.copyOf(details);
  }

  /** The same with a reason for the operator's log, which the client does not get. */
  public S3Exception because(String reason) {
    return new S3Exception(code, text(), reason, headers, details);
  }

  /** The same with headers of the answer. */
  public S3Exception with(Map<String, String> headers) {
    return new S3Exception(code, text(), reason, headers, details);
  }

  /** The same with one more element of the document, for what clients read out of it. */
  public S3Exception detail(String element, String value) {
    return new S3Exception(code, text(), reason, headers, Map.of(element, value));
  }

  public S3ErrorCode code() {
    return code;
  }

  /** The text for the client. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Why, for the operator alone. */
  public @Nullable String reason() {
    return reason;
  }

  /** Elements of the document beside those of every error, for example {@code Region}. */
  public Map<String, String> details() {
    return details;
  }

  /** Headers that the answer carries, for example {@code ETag} of a 304. */
  public Map<String, String> headers() {
    return headers;
  }
}
