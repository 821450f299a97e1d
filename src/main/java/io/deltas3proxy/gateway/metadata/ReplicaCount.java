package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.SyncStatus;
import java.util.List;

/**
 * How many replicas of a version can be read, and what that means for it.
 *
 * @param current active ones
 */
record ReplicaCount(int current, SyncStatus status) {

  static ReplicaCount of(List<Replica> replicas, int required) {
    int active = count(replicas, Replica.Status.ACTIVE);
    return new ReplicaCount(active, status(replicas, active, required));
  }

  private static SyncStatus status(List<Replica> replicas, int active, int required) {
    if (active >= required) {
      return SyncStatus.COMPLETE;
    }
    if (count(replicas, Replica.Status.SYNCING) > 0) {
      return SyncStatus.SYNCING;
    }
    if (active > 0) {
      return SyncStatus.PARTIAL;
    }
    return count(replicas, Replica.Status.PENDING) > 0 ? SyncStatus.PENDING : SyncStatus.FAILED;
  }

  private static int count(List<Replica> replicas, Replica.Status status) {
    return (int) replicas.stream().filter(replica -> replica.status() == status).count();
  }
}
