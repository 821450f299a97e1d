package io.deltas3proxy.files;

/**
 * How files are sent to stores.
 *
 * @param wholeBytes up to this size a file is sent at once, above it in parts
 * @param partBytes size of a part, 5 MiB to 5 GiB
 * @param parallelParts of one upload that are sent at the same time, {@code >= 1}
 * @param mostBytes that a file may have
 */
public record UploadSettings(long wholeBytes, long partBytes, int parallelParts, long mostBytes) {

  private static final long MEGABYTE = 1024 * 1024;
  private static final int MOST_PARTS = 10_000;

  public UploadSettings {
    if (partBytes < 5 * MEGABYTE || wholeBytes < 1 || parallelParts < 1 || mostBytes < 1) {
      throw new IllegalArgumentException("sizes of uploads are out of range");
    }
  }

  /**
   * The size of the parts of one upload: greater than usual where there would be too many.
   *
   * @param expected size of the file, an upper bound; -1 when nothing is known
   */
  long partBytes(long expected) {
    return Math.max(partBytes, Math.ceilDiv(Math.min(expected, mostBytes), MOST_PARTS));
  }
}
