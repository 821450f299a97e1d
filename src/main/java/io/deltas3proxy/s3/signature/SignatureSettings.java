package io.deltas3proxy.s3.signature;

import java.time.Duration;
import java.util.List;

/**
 * What signatures must be for.
 *
 * @param regions that requests may be signed for; clients are told of the first
 * @param service {@code s3} or {@code sts}
 * @param unsignedPayload whether a body may come without a hash of it ({@code UNSIGNED-PAYLOAD})
 */
public record SignatureSettings(List<String> regions, String service, boolean unsignedPayload) {

  public SignatureSettings {
    regions = List.copyOf(regions);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("no region to sign for");
    }
  }

  /** For one region alone. */
  public SignatureSettings(String region, String service, boolean unsignedPayload) {
    this(List.of(region), service, unsignedPayload);
  }

  private static final String S3 = "s3";

  /** How far the clock of a client may be from ours, either way. */
  static final Duration SKEW = Duration.ofMinutes(15);

  /**
   * How long a presigned URL is good. One for S3 opens one object for as long as it says; one for
   * another service, which may give credentials, no longer than a signature in a header.
   *
   * @param seconds that it says
   */
  Duration lifetime(int seconds) {
    Duration said = Duration.ofSeconds(seconds);
    return service.equals(S3) || said.compareTo(SKEW) < 0 ? said : SKEW;
  }
}
