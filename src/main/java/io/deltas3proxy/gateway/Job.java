package io.deltas3proxy.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job of the queue.
 *
 * @param retries that were needed so far
 * @param error of the last try, for the operator
 * @param bytesDone of {@code bytesTotal}
 */
public record Job(
    long id,
    NewJob work,
    Status status,
    int retries,
    int mostRetries,
    @Nullable String error,
    long bytesDone,
    long bytesTotal,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** In the database in lower case. */
  public enum Type {
    ADD_REPLICA,
    REMOVE_REPLICA,
    VERIFY_REPLICA,
    MIGRATE_REPLICA,
    SYNC_METADATA,
    DELETE_BUCKET_REPLICA,
    CLEANUP_EMPTY_BUCKET
  }

  /** In the database in lower case. */
  public enum Status {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    RETRYING
  }
}
