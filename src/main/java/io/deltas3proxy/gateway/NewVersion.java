package io.deltas3proxy.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A version whose bytes are about to be sent to backends.
 *
 * @param versionId unique
 * @param owner who writes it; empty for everybody anonymous
 * @param primaryZone of the first replica
 * @param replicas each place that bytes may be sent to
 * @param lease how long nobody else takes it for abandoned
 */
public record NewVersion(
    String bucket,
    String key,
    String versionId,
    String owner,
    Map<String, String> headers,
    Map<String, String> tags,
    StoredVersion.Protection protection,
    Location primaryZone,
    Set<Location> allowedZones,
    int requiredReplicas,
    List<Replica> replicas,
    Duration lease) {
  public NewVersion {
    headers = Map.copyOf(headers);
    tags = Map.copyOf(tags);
    allowedZones = Set.copyOf(allowedZones);
    replicas = List.copyOf(replicas);
  }

  /** The same at other places. */
  public NewVersion at(List<Replica> others) {
    return new NewVersion(
        bucket,
        key,
        versionId,
        owner,
        headers,
        tags,
        protection,
        primaryZone,
        allowedZones,
        requiredReplicas,
        others,
        lease);
  }
}
