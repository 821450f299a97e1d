package io.deltas3proxy.storage.s3;

import java.util.Map;
import java.util.Optional;

/**
 * A short answer, read to its end.
 *
 * @param headers lower-case names, the first value of each
 * @param body read as UTF-8
 */
record StoreAnswer(int status, Map<String, String> headers, String body) {

  private static final int NO_CONTENT = 204;

  boolean isGood() {
    return status >= 200 && status <= 299;
  }

  /** Without this the end of a connection in the middle of the head would look like its end. */
  boolean saysItsLength() {
    return status == NO_CONTENT
        || headers.containsKey("content-length")
        || headers.containsKey("transfer-encoding");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
