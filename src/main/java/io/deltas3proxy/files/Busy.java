package io.deltas3proxy.files;

import java.util.Map;

/** What is said while there is no room for one more upload. */
final class Busy {

  private static final String RETRY_SECONDS = "5";

  private Busy() {}

  static FilesException exception() {
    return new FilesException(
            FilesFault.UNAVAILABLE, "Too many uploads are under way, try again later.")
        .with(Map.of("Retry-After", RETRY_SECONDS));
  }
}
