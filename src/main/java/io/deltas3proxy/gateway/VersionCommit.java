package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.WriteConditions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes a version visible.
 *
 * @param size in bytes
 * @param eTag with its quotes
 * @param headers more of them, such as checksums that were known at the end of the body
 * @param replicas how each planned one ended: active or failed
 * @param jobs for what is missing; queued in the same transaction
 * @param conditions on the key, in the moment in which the version becomes its latest
 * @param uploadId of the upload in parts that ends with it; {@code null} without one
 */
public record VersionCommit(
    long size,
    String eTag,
    Map<String, String> headers,
    List<Replica> replicas,
    List<NewJob> jobs,
    WriteConditions conditions,
    @Nullable String uploadId) {
  public VersionCommit {
    headers = Map.copyOf(headers);
    replicas = List.copyOf(replicas);
    jobs = List.copyOf(jobs);
  }
}
