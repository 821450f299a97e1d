package io.deltas3proxy.delta;

/**
 * One partition column.
 *
 * @param name logical name, as users and rules know it
 * @param physicalName name in the log's partitionValues; differs under column mapping
 */
public record PartitionColumn(String name, String physicalName, DeltaType type) {}
