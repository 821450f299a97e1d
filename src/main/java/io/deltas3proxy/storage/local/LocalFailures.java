package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What failures of a file system mean to those who ask the store. */
final class LocalFailures {

  private LocalFailures() {}

  static StoreException reading(IOException cause, String path) {
    return switch (cause) {
      case StoreException known -> known;
      case NoSuchFileException missing -> new StoreException.NotFound("no such file: " + path);
      case AccessDeniedException denied -> new StoreException.Denied("not readable: " + path);
      default -> new StoreException.Unavailable("cannot be read: " + path, cause);
    };
  }

  /** A full disk, a directory that has vanished and all else that may pass: not available. */
  static StoreException writing(IOException cause, Path path) {
    return switch (cause) {
      case StoreException known -> known;
      case AccessDeniedException denied -> new StoreException.Denied("not writable: " + path);
      case AtomicMoveNotSupportedException other -> elsewhere(path);
      case FileSystemException linked when isElsewhere(linked.getReason()) -> elsewhere(path);
      default -> new StoreException.Unavailable("cannot be written: " + path, cause);
    };
  }

  /** What the system says of a link that would lead from one file system to another. */
  private static boolean isElsewhere(@Nullable String reason) {
    return reason != null && reason.contains("cross-device");
  }

  private static StoreException elsewhere(Path path) {
    return new StoreException.Unsupported("another file system than that of its root: " + path);
  }

  static StoreException.Invalid unfit(String why, String key) {
    return new StoreException.Invalid(Fault.INVALID_REQUEST, why + ": /" + key);
  }
}
