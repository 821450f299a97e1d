package io.deltas3proxy.delta;

import java.util.List;

/**
 * What is in each partition of one version of a table.
 *
 * @param tableId the {@code id} of the table's metadata
 * @param partitions that have a live file, in no order
 * @param unresolved live files that are nobody's: the log does not tell their partition, or names
 *     them outside the table
 */
public record TableTotals(
    String tableId,
    long version,
    PartitionSchema schema,
    List<Partition> partitions,
    long unresolved) {

  /**
   * What is in one partition.
   *
   * @param files live data files
   * @param bytes their size, as the log says
   */
  public record Partition(PartitionValues values, long files, long bytes) {}

  public TableTotals {
    partitions = List.copyOf(partitions);
  }
}
