package io.deltas3proxy.gateway;

import java.time.Instant;
import java.util.Map;

/**
 * A part that was stored.
 *
 * @param size in bytes
 * @param eTag hex MD5 of it, with quotes
 * @param checksums by the names of their elements, for example {@code ChecksumCRC32}
 * @param onBackends by the names of backends, the entity tags that they gave it
 */
public record UploadedPart(
    int number,
    long size,
    String eTag,
    Instant lastModified,
    Map<String, String> checksums,
    Map<String, String> onBackends) {
  public UploadedPart {
    checksums = Map.copyOf(checksums);
    onBackends = Map.copyOf(onBackends);
  }

  /** The same with checksums. */
  public UploadedPart with(Map<String, String> others) {
    return new UploadedPart(number, size, eTag, lastModified, others, onBackends);
  }
}
