package io.deltas3proxy.app;

import io.deltas3proxy.gateway.GatewayBucket;
import java.util.List;

/**
 * Which buckets there are.
 *
 * @param fixed whether every name means the one bucket
 * @param physicalBucket of backends, where a bucket names no other
 * @param buckets logical ones of the configuration; just one where that is fixed
 */
record BucketStrategy(boolean fixed, String physicalBucket, List<DescribedBucket> buckets) {
  BucketStrategy {
    buckets = List.copyOf(buckets);
  }

  /**
   * The buckets.
   *
   * @param replicas that they require which do not say
   */
  List<GatewayBucket> buckets(int replicas) {
    return buckets.stream().map(described -> described.requiring(replicas)).toList();
  }
}
