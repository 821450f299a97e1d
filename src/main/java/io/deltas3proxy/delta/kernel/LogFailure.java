package io.deltas3proxy.delta.kernel;

import io.delta.kernel.exceptions.TableNotFoundException;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.StoreException;
import java.io.FileNotFoundException;
import org.jspecify.annotations.Nullable;

/** Says why a log could not be read. */
final class LogFailure {

  private LogFailure() {}

  /** What the operator is told. */
  static TableUnavailableException of(String alias, Throwable cause) {
    String message = "table " + alias + ": " + reason(cause);
    return ofMissingLog(cause)
        ? TableUnavailableException.withoutLog(message, cause)
        : new TableUnavailableException(message, cause);
  }

  /** Whether the store has listed the log's directory and there is nothing of a log. */
  private static boolean ofMissingLog(Throwable failure) {
    return find(failure, TableNotFoundException.class) != null;
  }

  /**
   * Whether the store did not answer, so that the log may well be sound. A file of the log that is
   * missing is no such thing.
   */
  static boolean ofStore(Throwable failure) {
    StoreException cause = find(failure, StoreException.class);
    return cause != null && !(cause instanceof StoreException.NotFound);
  }

  /** Whether trying again soon costs much and helps nothing. */
  static boolean ofSize(Throwable failure) {
    return find(failure, IndexTooLargeException.class) != null;
  }

  private static String reason(Throwable failure) {
    if (ofMissingLog(failure)) {
      return "there is no Delta log at its location";
    }
    MalformedLogException malformed = find(failure, MalformedLogException.class);
    if (malformed != null) {
      return "the log is malformed: " + malformed.getMessage();
    }
    IndexTooLargeException tooLarge = find(failure, IndexTooLargeException.class);
    if (tooLarge != null) {
      return String.valueOf(tooLarge.getMessage());
    }
    FileNotFoundException missing = find(failure, FileNotFoundException.class);
    if (missing != null) {
      return "a file of the log is missing: " + missing.getMessage();
    }
    StoreException store = find(failure, StoreException.class);
    if (store != null) {
      return "the store failed: " + store.getMessage();
    }
    return "the log cannot be read: " + shortened(String.valueOf(failure.getMessage()));
  }

  /** Kernel puts whole lines of the log into its messages. */
  private static String shortened(String message) {
    return message.length() > 500 ? message.substring(0, 500) + "..." : message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
