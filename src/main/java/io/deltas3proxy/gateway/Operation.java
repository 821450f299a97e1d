package io.deltas3proxy.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request, as it is logged.
 *
 * @param type S3's name of the operation
 * @param bytes of the body, received or sent
 * @param responseTimeMs in milliseconds
 * @param replicationInfo JSON; {@code null} for none
 */
public record Operation(
    String type,
    String bucket,
    @Nullable String key,
    Who who,
    @Nullable String zone,
    String requestId,
    int statusCode,
    long bytes,
    long responseTimeMs,
    @Nullable String errorMessage,
    @Nullable String replicationInfo,
    Instant createdAt) {

  /** Who asked, and from where. */
  public record Who(
      @Nullable String user,
      @Nullable String accessKeyId,
      @Nullable String userAgent,
      String sourceIp) {}
}
