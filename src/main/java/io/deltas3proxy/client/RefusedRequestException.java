package io.deltas3proxy.client;

import java.io.IOException;

/** A request that is answered here, with an error that S3's clients can read. */
final class RefusedRequestException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RefusedRequestException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
