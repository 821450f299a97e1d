package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.storage.WrittenObject;
import jakarta.servlet.http.HttpServletResponse;

/** Answers of changes that have no document. */
final class WriteAnswer {

  private static final String CHECKSUM = "x-amz-checksum-";

  private WriteAnswer() {}

  /** 200 with what the store said of the object, or the part. */
  static void stored(WrittenObject written, HttpServletResponse response) {
    response.setHeader("ETag", written.eTag());
    written
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(CHECKSUM)) {
            response.setHeader(name, value);
          }
        });
    response.setContentLength(0);
  }

  /** 200. */
  static void done(HttpServletResponse response) {
    response.setContentLength(0);
  }

  /** 204. */
  static void gone(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
