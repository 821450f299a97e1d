package io.deltas3proxy.app;

import io.deltas3proxy.gateway.GatewayBucket;

/**
 * A bucket of the configuration.
 *
 * @param saysReplicas whether the required replicas are its own, else they are the default
 */
record DescribedBucket(GatewayBucket bucket, boolean saysReplicas) {
  GatewayBucket requiring(int replicas) {
    return saysReplicas
        ? bucket
        : new GatewayBucket(
            bucket.name(),
            bucket.backendBucket(),
            bucket.locations(),
            bucket.countries(),
            replicas,
            bucket.objectLock(),
            bucket.defaultRetention());
  }
}
