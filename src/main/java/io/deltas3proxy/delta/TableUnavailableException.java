package io.deltas3proxy.delta;

import org.jspecify.annotations.Nullable;

/**
 * The log of a table cannot be known, so none of its files may be given: 503. The message is for
 * the operator and may name physical places.
 */
public final class TableUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean withoutLog;

  /** Where the cause is one of these, there is no log if the cause says so. */
  public TableUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.withoutLog = cause instanceof TableUnavailableException known && known.withoutLog;
  }

  private TableUnavailableException(String message, Throwable cause, boolean withoutLog) {
    super(message, cause);
    this.withoutLog = withoutLog;
  }

  /** The store answered that there is no log, so the table may be a new one. */
  public static TableUnavailableException withoutLog(String message, Throwable cause) {
    return new TableUnavailableException(message, cause, true);
  }

  /** Whether the table has no log yet. */
  public boolean hasNoLog() {
    return withoutLog;
  }
}
