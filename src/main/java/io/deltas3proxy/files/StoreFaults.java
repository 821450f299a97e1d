package io.deltas3proxy.files;

import io.deltas3proxy.storage.StoreException;
import java.util.Locale;

/** Says what a failure of a store means for who uploads. Messages of stores name places. */
final class StoreFaults {

  private static final String UNABLE = "Unable to upload file to S3 ";

  private StoreFaults() {}

  static FilesException ofUpload(StoreException failure, FileName file) {
    return switch (failure) {
      case StoreException.NotFound e -> FileAccess.bucketMissing(file).because(message(e));
      case StoreException.NotModified e -> refused("NotModified", e);
      case StoreException.PreconditionFailed e -> refused("PreconditionFailed", e);
      case StoreException.RangeNotSatisfiable e -> refused("InvalidRange", e);
      case StoreException.Denied e -> refused("AccessDenied", e);
      case StoreException.CallerDenied e -> refused("AccessDenied", e);
      case StoreException.Throttled e -> refused("SlowDown", e);
      case StoreException.Unavailable e -> refused("ServiceUnavailable", e);
      case StoreException.Indeterminate e -> refused("ServiceUnavailable", e);
      case StoreException.Conflict e -> refused("OperationAborted", e);
      case StoreException.NoSuchUpload e -> refused("NoSuchUpload", e);
      case StoreException.Unsupported e -> refused("NotImplemented", e);
      case StoreException.Invalid e -> refused(code(e.fault()), e);
    };
  }

  /** As S3 calls it: {@code BAD_DIGEST} is {@code BadDigest}. */
  private static String code(StoreException.Invalid.Fault fault) {
    StringBuilder code = new StringBuilder();
    for (String word : fault.name().split("_", -1)) {
      code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return code.toString();
  }

  /** Whether another try may help: the same bytes in the same place do no harm. */
  static boolean isPassing(StoreException failure) {
    return failure instanceof StoreException.Throttled
        || failure instanceof StoreException.Unavailable
        || failure instanceof StoreException.Indeterminate
        || failure instanceof StoreException.Conflict;
  }

  static FilesException refused(String code, Throwable why) {
    return new FilesException(FilesFault.BACKEND_REFUSED, UNABLE + code).because(message(why));
  }

  private static String message(Throwable why) {
    return String.valueOf(why.getMessage());
  }
}
