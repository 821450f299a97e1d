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
}
