package io.deltas3proxy.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version on one backend.
 *
 * @param bucket physical
 * @param key physical
 * @param checksum the entity tag that the backend gave it; {@code null} while it has none
 * @param lastVerified {@code null} if never
 * @param attempts to make it
 * @param lastError for the operator
 */
public record Replica(
    String backend,
    Location zone,
    String bucket,
    String key,
    Status status,
    @Nullable String checksum,
    @Nullable Instant lastVerified,
    int attempts,
    @Nullable String lastError) {

  /** In the database in lower case. */
  public enum Status {
    PENDING,
    ACTIVE,
    FAILED,
    DELETED,
    SYNCING
  }

  /** One that is about to be written. */
  public static Replica planned(Backend backend, GatewayBucket bucket, String key) {
    return new Replica(
        backend.name(),
        backend.zone(),
        bucket.on(backend),
        key,
        Status.PENDING,
        null,
        null,
        0,
        null);
  }
}
