package io.deltas3proxy.sts;

import java.io.IOException;

/** A provider answered with another status than 200. */
final class StatusException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  StatusException(int status) {
    super("status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
