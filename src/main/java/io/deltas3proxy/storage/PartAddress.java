package io.deltas3proxy.storage;

/**
 * A part of an upload.
 *
 * @param uploadId the store's
 * @param number 1 to 10,000
 */
public record PartAddress(String uploadId, int number) {

  /** The greatest number of a part. */
  public static final int MOST = 10_000;

  public PartAddress {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException("a part has a number from 1 to 10,000, not " + number);
    }
  }
}
