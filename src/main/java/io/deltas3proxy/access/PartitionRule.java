package io.deltas3proxy.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Allows the partitions that satisfy the condition of every column that it names. One without
 * columns allows every partition.
 *
 * @param conditions by logical column name, in the order of the configuration
 */
public record PartitionRule(Map<String, ValueCondition> conditions) {
  public PartitionRule {
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
  }
}
