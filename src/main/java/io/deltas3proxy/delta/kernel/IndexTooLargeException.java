package io.deltas3proxy.delta.kernel;

/** An index that needs more memory than all indexes together may have. */
final class IndexTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  IndexTooLargeException(long mostBytes) {
    super("its index needs more than the " + (mostBytes >> 20) + " MiB of index.memoryMegabytes");
  }

  /** Holds the size of an index against what there is for all of them. */
  static void check(long bytes, long mostBytes) {
    if (bytes > mostBytes) {
      throw new IndexTooLargeException(mostBytes);
    }
  }
}
