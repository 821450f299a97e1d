package io.deltas3proxy.delta;

/** Which partitions of one {@link TableIndex} somebody may see. */
@FunctionalInterface
public interface PartitionFilter {

  /** Sees everything. */
  PartitionFilter ALL = partition -> true;

  /**
   * @param partition id of a partition of the index that this filter was made for
   */
  boolean sees(int partition);

  /**
   * Whether any of many partitions is seen. A filter that has bits itself answers faster.
   *
   * @param partitions bit {@code id & 63} of word {@code id >>> 6} is set for each id; not changed
   */
  default boolean seesAny(long[] partitions) {
    for (int word = 0; word < partitions.length; word++) {
      for (long rest = partitions[word]; rest != 0; rest &= rest - 1) {
        if (sees((word << 6) + Long.numberOfTrailingZeros(rest))) {
          return true;
        }
      }
    }
    return false;
  }
}
