package io.deltas3proxy.delta.action;

import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the partition values of an action, a map by physical name, into the schema's order. */
public final class LoggedPartition {

  /** How Hive, and tables that were converted from it, write null. */
  private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

  private LoggedPartition() {}

  /**
   * @return {@code null} when a column has no value, or two: then nobody can say what is meant
   */
  public static @Nullable PartitionValues read(
      PartitionSchema schema, Map<String, @Nullable String> logged) {
    List<PartitionColumn> columns = schema.columns();
    @Nullable String[] values = new String[columns.size()];
    boolean[] found = new boolean[columns.size()];
    for (Map.Entry<String, @Nullable String> entry : logged.entrySet()) {
      int column = column(columns, entry.getKey());
      if (column >= 0) {
        if (found[column]) {
          return null;
        }
        found[column] = true;
        values[column] = normal(entry.getValue());
      }
    }
    for (boolean each : found) {
      if (!each) {
        return null;
      }
    }
    return new PartitionValues(Arrays.asList(values));
  }

  private static @Nullable String normal(@Nullable String value) {
    return value == null || value.isEmpty() || value.equals(HIVE_NULL) ? null : value;
  }

  private static int column(List<PartitionColumn> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).physicalName().equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).physicalName().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
