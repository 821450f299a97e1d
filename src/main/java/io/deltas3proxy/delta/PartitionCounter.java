package io.deltas3proxy.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up files by partition: 16 bytes a partition beside the dictionary. For one thread. */
public final class PartitionCounter {

  private final PartitionDictionary partitions = new PartitionDictionary();
  private long[] files = new long[16];
  private long[] bytes = new long[16];
  private long unresolved;

  /**
   * Counts one file.
   *
   * @param values in the order of the schema; {@code null} when the log does not tell them
   */
  public void add(@Nullable List<@Nullable String> values, long size) {
    if (values == null) {
      unresolved++;
      return;
    }
    int id = partitions.id(values);
    if (id >= files.length) {
      files = Arrays.copyOf(files, id + (id >>> 1));
      bytes = Arrays.copyOf(bytes, files.length);
    }
    files[id]++;
    bytes[id] += size;
  }

  public TableTotals totals(String tableId, long version, PartitionSchema schema) {
    List<TableTotals.Partition> counted = new ArrayList<>(partitions.count());
    for (int id = 0; id < partitions.count(); id++) {
      counted.add(new TableTotals.Partition(partitions.get(id), files[id], bytes[id]));
    }
    return new TableTotals(tableId, version, schema, counted, unresolved);
  }
}
