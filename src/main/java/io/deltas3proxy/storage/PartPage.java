package io.deltas3proxy.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Some parts of an upload.
 *
 * @param more whether there are parts of greater numbers
 */
public record PartPage(List<StoredPart> parts, boolean more) {

  /**
   * A part that the store holds.
   *
   * @param size in bytes
   * @param eTag with its quotes
   * @param checksums by the names of their elements, for example {@code ChecksumCRC32}
   */
  public record StoredPart(
      int number, long size, String eTag, Instant lastModified, Map<String, String> checksums) {
    public StoredPart {
      checksums = Map.copyOf(checksums);
    }
  }

  public PartPage {
    parts = List.copyOf(parts);
  }
}
