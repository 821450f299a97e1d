package io.deltas3proxy.delta;

import java.util.function.Predicate;

/**
 * Which partitions of a table somebody may see, judged by the values themselves: for what the log
 * says of versions that an index does not tell apart.
 *
 * @param fingerprint stands for the rules: the same text for the same rules in every instance and
 *     after every restart, another one for others. It goes into entity tags, hashed.
 * @param schema the partition columns that the values are given in the order of
 * @param visible whether a partition may be seen; the same answer for the same values, always
 */
public record PartitionPolicy(
    String fingerprint, PartitionSchema schema, Predicate<PartitionValues> visible) {
  public PartitionPolicy {
    if (fingerprint.isEmpty()) {
      throw new IllegalArgumentException("a policy needs a fingerprint");
    }
  }

  public boolean sees(PartitionValues values) {
    return visible.test(values);
  }

  /** The same for the partitions of an index, which must have this policy's schema. */
  public PartitionFilter filter(TableIndex index) {
    if (!index.schema().equals(schema)) {
      throw new IllegalArgumentException("an index of other partition columns");
    }
    return partition -> sees(index.partition(partition));
  }
}
