package io.deltas3proxy.gateway;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.WriteConditions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new version of an object, without its body.
 *
 * @param length of the body in bytes
 * @param headers as {@link PutRequest#headers()}, without tags
 * @param trailer a checksum that is known when the body was read to its end; {@code null} for none
 */
public record ObjectPut(
    Target target,
    long length,
    Map<String, String> headers,
    Map<String, String> tags,
    StoredVersion.Protection protection,
    WriteConditions conditions,
    PutRequest.@Nullable Trailer trailer) {

  /**
   * What is written, and for whom.
   *
   * @param owner who writes; empty for everybody anonymous
   */
  public record Target(GatewayBucket bucket, String key, String owner, String requestId) {}

  /** One whose checksums are all known. */
  public ObjectPut(
      Target target,
      long length,
      Map<String, String> headers,
      Map<String, String> tags,
      StoredVersion.Protection protection,
      WriteConditions conditions) {
    this(target, length, headers, tags, protection, conditions, null);
  }

  public ObjectPut {
    headers = Map.copyOf(headers);
    tags = Map.copyOf(tags);
  }
}
