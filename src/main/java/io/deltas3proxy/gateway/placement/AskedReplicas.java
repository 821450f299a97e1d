package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.PlacementRequest;

/** How many replicas a tag asks for, or else the bucket. */
final class AskedReplicas {

  static final String TAG = "replica-count";

  private AskedReplicas() {}

  /**
   * @throws IllegalArgumentException if the tag is no such number
   */
  static int of(PlacementRequest request) {
    String tag = request.tags().get(TAG);
    if (tag == null) {
      return request.bucket().requiredReplicas();
    }
    // Example: 3
    if (!tag.matches("[0-9]{1,3}") || Integer.parseInt(tag) < 1) {
      throw new IllegalArgumentException("the tag must be a whole number from 1 to 999");
    }
    return Integer.parseInt(tag);
  }
}
