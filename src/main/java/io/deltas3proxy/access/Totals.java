package io.deltas3proxy.access;

/** What several partitions have together: live data files and their bytes. */
public record Totals(long partitions, long files, long bytes) {

  public static final Totals NONE = new Totals(0, 0, 0);

  Totals plus(long moreFiles, long moreBytes) {
    return new Totals(partitions + 1, files + moreFiles, bytes + moreBytes);
  }
}
