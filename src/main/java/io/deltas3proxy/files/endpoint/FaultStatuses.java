package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FilesFault;

/**
 * The HTTP statuses of faults, two of which are settings.
 *
 * @param fileMissing 400 or 404
 * @param backendRefused 400 or 503
 */
public record FaultStatuses(int fileMissing, int backendRefused) {

  int of(FilesFault fault) {
    return switch (fault) {
      case FILE_MISSING -> fileMissing;
      case BACKEND_REFUSED -> backendRefused;
      default -> fault.status();
    };
  }
}
