package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;

/**
 * Tells of files whose removal does not name their partition (Delta protocol, "Add File and Remove
 * File": {@code partitionValues} of a removal are optional).
 */
@FunctionalInterface
public interface RemovedFiles {

  /**
   * Whether the file's partition may be seen; false when the log does not tell the partition.
   *
   * @param relativeKey decoded, relative to the table's root
   * @param version of the commit that removed it
   * @throws TableUnavailableException if the log cannot be known
   */
  boolean visible(Table table, String relativeKey, long version, PartitionPolicy policy)
      throws TableUnavailableException;
}
