package io.deltas3proxy.delta;

import java.util.List;
import java.util.OptionalInt;

/** The partition columns of a table, in the order of its metadata. Names compare ignoring case. */
public record PartitionSchema(List<PartitionColumn> columns) {
  public PartitionSchema {
    columns = List.copyOf(columns);
  }

  /** Position of the column with this logical name. */
  public OptionalInt position(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
