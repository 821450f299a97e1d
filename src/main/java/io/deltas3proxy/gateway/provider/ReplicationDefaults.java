package io.deltas3proxy.gateway.provider;

import org.jspecify.annotations.Nullable;

/**
 * The block {@code replication} of the backends' file; what it does not say is the configuration's.
 *
 * @param requiredReplicas at least 1; {@code null} where it is not said
 * @param asyncUpload {@code false} to send bodies to all replicas at once; {@code null} where it is
 *     not said
 * @param verifyUploads whether replicas are looked at again after they were written
 */
public record ReplicationDefaults(
    boolean enabled,
    @Nullable Integer requiredReplicas,
    @Nullable Boolean asyncUpload,
    boolean verifyUploads) {
  static final ReplicationDefaults NONE = new ReplicationDefaults(true, null, null, true);
}
