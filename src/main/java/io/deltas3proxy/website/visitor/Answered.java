package io.deltas3proxy.website.visitor;

import org.jspecify.annotations.Nullable;

/**
 * What a visitor got.
 *
 * @param status of HTTP
 * @param mimeType of the body, without parameters; {@code null} when none is known
 * @param size bytes of body that were sent
 * @param compressed whether the body was sent compressed
 * @param nanos from the head of the request to the end of the answer
 * @param aborted whether the answer broke off
 */
public record Answered(
    int status,
    @Nullable String mimeType,
    long size,
    boolean compressed,
    long nanos,
    boolean aborted) {
  public Answered {
    if (size < 0 || nanos < 0) {
      throw new IllegalArgumentException("less than nothing was sent, or took less than no time");
    }
  }
}
