package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.deltas3proxy.delta.PartitionSchema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the partition values of an action, a map by physical name, into the schema's order. */
final class PartitionReader {

  /** How Hive, and tables that were converted from it, write null. */
  private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

  private final String[] physicalNames;

  PartitionReader(PartitionSchema schema) {
    physicalNames =
        schema.columns().stream().map(column -> column.physicalName()).toArray(String[]::new);
  }

  /**
   * @return {@code null} when a partition column has no entry, as in actions from before the table
   *     got its partition columns
   */
  @Nullable List<@Nullable String> read(MapValue partition) {
    @Nullable String[] values = new String[physicalNames.length];
    if (values.length == 0) {
      return List.of();
    }
    ColumnVector keys = partition.getKeys();
    ColumnVector entries = partition.getValues();
    long found = 0;
    for (int entry = 0; entry < partition.getSize(); entry++) {
      int column = keys.isNullAt(entry) ? -1 : column(keys.getString(entry));
      if (column >= 0) {
        String value = entries.isNullAt(entry) ? null : entries.getString(entry);
        boolean isNull = value == null || value.isEmpty() || value.equals(HIVE_NULL);
        values[column] = isNull ? null : value;
        // Two values for one column are none: nobody can say which one was meant.
        if ((found & (1L << column)) != 0) {
          return null;
        }
        found |= 1L << column;
      }
    }
    return Long.bitCount(found) == values.length ? Arrays.asList(values) : null;
  }

  private int column(String name) {
    for (int column = 0; column < physicalNames.length; column++) {
      if (physicalNames[column].equals(name)) {
        return column;
      }
    }
    for (int column = 0; column < physicalNames.length; column++) {
      if (physicalNames[column].equalsIgnoreCase(name)) {
        return column;
      }
    }
    return -1;
  }
}
