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

  boolean isGood() {
    return status >= 200 && status <= 299;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
