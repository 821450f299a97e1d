package io.deltas3proxy.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * The block {@code replication} of the backends' file; what it does not say is the configuration's.
 *
 * @param enabled {@code false} where the rest of the block counts for nothing
 * @param requiredReplicas at least 1; {@code null} where it is not said
 * @param asyncUpload {@code false} to send bodies to all replicas at once; {@code null} where it is
 *     not said
 * @param verifyUploads what a backend has is always held against what it was sent
 */
public record ReplicationDefaults(
    boolean enabled,
    @Nullable Integer requiredReplicas,
    @Nullable Boolean asyncUpload,
    boolean verifyUploads) {
  static final ReplicationDefaults NONE = new ReplicationDefaults(true, null, null, true);

  /** How many replicas an object has where nothing else says it. */
  public int usualReplicas() {
    return enabled && requiredReplicas != null ? requiredReplicas : 1;
  }

  /** Whether bodies go to all replicas at once where nothing else says it. */
  public boolean isSynchronous() {
    return enabled && Boolean.FALSE.equals(asyncUpload);
  }
}
