package io.deltas3proxy.gateway;

/** How far the replicas of a version are those that it needs. In the database in lower case. */
public enum SyncStatus {
  PENDING,
  SYNCING,
  COMPLETE,
  FAILED,
  PARTIAL
}
