package io.deltas3proxy.storage;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of an object or a part that it has written.
 *
 * @param eTag with its quotes
 * @param lastModified where the store says it, as for copies
 * @param headers lower-case names: {@code x-amz-checksum-*}; never one that names a physical place
 */
public record WrittenObject(
    String eTag, @Nullable Instant lastModified, Map<String, String> headers) {
  public WrittenObject {
    headers = Map.copyOf(headers);
  }
}
