package io.deltas3proxy.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of an object, or a delete marker, that is visible.
 *
 * @param id of its row
 * @param versionId as callers see it
 * @param size in bytes; 0 for a delete marker
 * @param eTag with its quotes; empty for a delete marker
 * @param headers lower-case names: {@code content-type}, {@code x-amz-meta-*}, {@code
 *     x-amz-checksum-*} and the like, as {@code storage.PutRequest} has them
 * @param replicas all that are known of it; none for a delete marker
 */
public record StoredVersion(
    long id,
    String bucket,
    String key,
    String versionId,
    boolean latest,
    boolean deleteMarker,
    long size,
    String eTag,
    Instant lastModified,
    Map<String, String> headers,
    Map<String, String> tags,
    Protection protection,
    Sync sync,
    List<Replica> replicas) {

  /** What keeps it from being deleted for good. */
  public record Protection(@Nullable Retention retention, boolean legalHold) {
    public static final Protection NONE = new Protection(null, false);
  }

  /**
   * Where it is to be.
   *
   * @param primaryZone {@code null} for a delete marker
   * @param allowedZones as decided when it was made
   */
  public record Sync(
      SyncStatus status,
      @Nullable Location primaryZone,
      Set<Location> allowedZones,
      int requiredReplicas,
      int currentReplicas) {
    public Sync {
      allowedZones = Set.copyOf(allowedZones);
    }
  }

  public StoredVersion {
    headers = Map.copyOf(headers);
    tags = Map.copyOf(tags);
    replicas = List.copyOf(replicas);
  }
}
