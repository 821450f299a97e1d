package io.deltas3proxy.s3.signature;

import java.time.Duration;

/**
 * What signatures must be for.
 *
 * @param region that requests are signed for
 * @param service {@code s3} or {@code sts}
 * @param unsignedPayload whether a body may come without a hash of it ({@code UNSIGNED-PAYLOAD})
 */
public record SignatureSettings(String region, String service, boolean unsignedPayload) {

  /** How far the clock of a client may be from ours, either way. */
  static final Duration SKEW = Duration.ofMinutes(15);
}
