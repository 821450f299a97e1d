package io.deltas3proxy.s3.protocol;

import java.time.Instant;
import java.util.List;

/** The entries of one page of a listing, keys as the client knows them. */
public record ListingResult(List<VisibleObject> objects, List<String> commonPrefixes) {

  public ListingResult {
    objects = List.copyOf(objects);
    commonPrefixes = List.copyOf(commonPrefixes);
  }

  /**
   * One object.
   *
   * @param key in the virtual bucket
   * @param size in bytes
   * @param eTag with its quotes
   */
  public record VisibleObject(
      String key, long size, String eTag, Instant lastModified, String storageClass) {}
}
