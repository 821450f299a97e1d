package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored, wherever it comes from.
 *
 * @param length in bytes
 * @param headers as those of {@link PutRequest}
 * @param conditions that were asked for
 * @param trailer a checksum that is known at the end of the body; {@code null} for none
 * @param body asked for once, and closed
 */
record NewObject(
    long length,
    Map<String, String> headers,
    WriteConditions conditions,
    PutRequest.@Nullable Trailer trailer,
    Body body) {

  /** Opens the body. */
  @FunctionalInterface
  interface Body {
    InputStream open() throws IOException;
  }

  /** The same of another body. */
  NewObject of(Body other) {
    return new NewObject(length, headers, conditions, trailer, other);
  }

  /** The same on other conditions. */
  NewObject on(WriteConditions other) {
    return new NewObject(length, headers, other, trailer, body);
  }
}
