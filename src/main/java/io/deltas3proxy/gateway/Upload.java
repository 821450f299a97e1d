package io.deltas3proxy.gateway;

import java.time.Instant;
import java.util.List;

/**
 * An upload in parts that is under way.
 *
 * @param uploadId as callers see it
 * @param version what it is to become: its version id, places and headers are decided when it
 *     begins
 * @param backends where its parts go
 */
public record Upload(
    String uploadId, NewVersion version, Instant createdAt, List<BackendUpload> backends) {

  /**
   * The upload on one backend.
   *
   * @param id the backend's; empty while it has none
   * @param dropped whether it has missed something, so that it cannot be completed there
   */
  public record BackendUpload(String backend, String id, boolean dropped) {}

  public Upload {
    backends = List.copyOf(backends);
  }
}
