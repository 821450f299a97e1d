package io.deltas3proxy.storage;

import java.util.List;
import java.util.Map;

/**
 * The end of an upload in parts.
 *
 * @param uploadId the store's
 * @param parts in ascending order of their numbers, at least one
 * @param headers checksums of the whole, lower-case names: {@code x-amz-checksum-*}, {@code
 *     x-amz-mp-object-size}
 */
public record UploadCompletion(
    ObjectAddress address,
    String uploadId,
    List<Part> parts,
    Map<String, String> headers,
    WriteConditions conditions) {

  /**
   * A part as the client names it.
   *
   * @param eTag as sent, quoted or not
   * @param checksums by the names of their elements, for example {@code ChecksumCRC32}
   */
  public record Part(int number, String eTag, Map<String, String> checksums) {
    public Part {
      checksums = Map.copyOf(checksums);
    }
  }

  public UploadCompletion {
    parts = List.copyOf(parts);
    headers = Map.copyOf(headers);
  }
}
