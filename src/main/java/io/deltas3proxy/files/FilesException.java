package io.deltas3proxy.files;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request about files. Thrown anywhere, rendered in one place. The message goes to the
 * client: it names nothing that the client did not send.
 */
public final class FilesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FilesFault fault;
  private final @Nullable String reason;
  private final transient Map<String, String> headers;

  public FilesException(FilesFault fault, String detail) {
    this(fault, detail, null, Map.of());
  }

  private FilesException(
      FilesFault fault, String detail, @Nullable String reason, Map<String, String> headers) {
    // A refusal is an answer, not a defect: it needs no stack trace.
    super(detail, null, false, false);
    this.fault = fault;
    this.reason = reason;
    this.headers = Map.copyOf(headers);
  }

  /** The file is empty, or what should hold it is no form. */
  public static FilesException unreadable() {
    return new FilesException(FilesFault.UNREADABLE, "File is empty or not readable.");
  }

  public static FilesException forbidden() {
    return new FilesException(FilesFault.FORBIDDEN, "Access denied.");
  }

  /** The same with a reason for the operator's log, which the client does not get. */
  public FilesException because(String why) {
    return new FilesException(fault, detail(), why, headers);
  }

  /** The same with headers of the answer. */
  public FilesException with(Map<String, String> more) {
    return new FilesException(fault, detail(), reason, more);
  }

  public FilesFault fault() {
    return fault;
  }

  /** The text for the client. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Why, for the operator alone. */
  public @Nullable String reason() {
    return reason;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
