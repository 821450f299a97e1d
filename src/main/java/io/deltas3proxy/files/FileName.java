package io.deltas3proxy.files;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What callers call a file. The same instance is judged and used.
 *
 * @param bucket logical name, not physical
 * @param name 1 to 1,024 bytes, as sent; nothing in it is decoded or normalised
 */
public record FileName(String bucket, String name) {

  private static final int MOST_BYTES = 1024;
  private static final List<String> DOTS = List.of(".", "..");

  public FileName {
    if (bucket.isEmpty()) {
      throw new FilesException(FilesFault.INVALID_FIELD, "bucket_name must not be empty.");
    }
    if (name.isEmpty()) {
      throw new FilesException(FilesFault.INVALID_FIELD, "object_name must not be empty.");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new FilesException(
          FilesFault.INVALID_FIELD, "object_name must have 1024 bytes at most.");
    }
    if (name.chars().anyMatch(Character::isISOControl)
        || List.of(name.split("/", -1)).stream().anyMatch(DOTS::contains)
        || name.endsWith("/")) {
      throw new FilesException(
          FilesFault.INVALID_FIELD,
          "object_name must not have control characters or the segments . and .., and must not"
              + " end with a slash.");
    }
  }

  /** The last segment of the name. */
  public String last() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
