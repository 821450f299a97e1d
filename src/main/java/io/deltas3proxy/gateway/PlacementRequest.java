package io.deltas3proxy.gateway;

import java.util.Map;

/**
 * Something new that is to be kept.
 *
 * @param operation S3's name of it, for the evidence
 * @param tags of the object; {@code replica-count} asks for that many replicas
 * @param objectLock whether only providers with Object Lock may keep it
 * @param requestId of the request that asks, for the evidence
 */
public record PlacementRequest(
    GatewayBucket bucket,
    String key,
    String operation,
    Map<String, String> tags,
    boolean objectLock,
    String requestId) {
  public PlacementRequest {
    tags = Map.copyOf(tags);
  }
}
