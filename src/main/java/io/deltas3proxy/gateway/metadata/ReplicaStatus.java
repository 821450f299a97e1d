package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.SyncStatus;
import org.jspecify.annotations.Nullable;

/** How many replicas a visible version has, and how many it needs. */
public record ReplicaStatus(
    long objectId,
    String objectKey,
    String bucketName,
    @Nullable String primaryZoneCode,
    int requiredReplicas,
    int currentReplicas,
    SyncStatus syncStatus) {

  /** What is to be done with it. In answers in lower case. */
  public enum Need {
    NEEDS_SYNC,
    COMPLETE,
    OVER_REPLICATED
  }

  /** What the numbers mean. */
  public Need need() {
    if (currentReplicas < requiredReplicas) {
      return Need.NEEDS_SYNC;
    }
    return currentReplicas > requiredReplicas ? Need.OVER_REPLICATED : Need.COMPLETE;
  }
}
