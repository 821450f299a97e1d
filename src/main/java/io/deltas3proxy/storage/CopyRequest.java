package io.deltas3proxy.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy within a store.
 *
 * @param range for a part: which bytes of the source; {@code null} for all
 * @param sourceConditions what must hold for the source
 * @param headers those of the copy, as {@link PutRequest#headers()}; {@code null} for those of the
 *     source
 * @param conditions what must hold for the target
 */
public record CopyRequest(
    ObjectAddress source,
    ObjectAddress target,
    ByteRange.@Nullable Bounded range,
    ReadConditions sourceConditions,
    @Nullable Map<String, String> headers,
    WriteConditions conditions) {
  public CopyRequest {
    headers = headers == null ? null : Map.copyOf(headers);
  }

  /** Of all bytes of the source. */
  public CopyRequest(
      ObjectAddress source,
      ObjectAddress target,
      ReadConditions sourceConditions,
      @Nullable Map<String, String> headers,
      WriteConditions conditions) {
    this(source, target, null, sourceConditions, headers, conditions);
  }
}
