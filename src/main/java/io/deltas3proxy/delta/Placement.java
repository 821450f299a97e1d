package io.deltas3proxy.delta;

/**
 * To which partitions a file belongs, packed into an int: the kind in the upper three bits, below
 * it a partition id or the number of a {@link PartitionSet}. Never {@link HashedKeys#ABSENT}.
 */
final class Placement {

  /** A data file: the partition must be seen. */
  static final int FILE = 0;

  /** A file that data files share: the partition must be seen. */
  static final int SHARED = 1;

  /** A data file that is named with several partitions: each must be seen. */
  static final int FILE_IN_ALL = 2;

  /** A file that data files of several partitions share: one of them must be seen. */
  static final int SHARED_BY_ANY = 3;

  /** A file of which the partition is not known. */
  static final int UNRESOLVED = 4;

  /** The same, as long as only a removal that does not tell the partition named the file. */
  static final int ONLY_REMOVED = 5;

  private static final int SHIFT = 29;
  static final int MOST = (1 << SHIFT) - 1;

  private Placement() {}

  static int of(int kind, int number) {
    if (number < 0 || number > MOST) {
      throw new IllegalArgumentException("0 to " + MOST + " expected, not " + number);
    }
    return (kind << SHIFT) | number;
  }

  static int kind(int placement) {
    return placement >>> SHIFT;
  }

  static int number(int placement) {
    return placement & MOST;
  }
}
