package io.deltas3proxy.dev.interop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.DeltaColumnMapping;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * Which partitions of a table are allowed.
 *
 * @param partitions values as the log has them, by physical name of the column; a value may be null
 */
record Rule(List<Map<String, String>> partitions) {

  /** Whether a version is partitioned by the columns of the rule; what is not is not allowed. */
  boolean fits(Metadata metadata) {
    Set<String> named = new TreeSet<>();
    partitions.forEach(values -> named.addAll(values.keySet()));
    Set<String> columns = new TreeSet<>();
    fields(metadata).forEach(field -> columns.add(DeltaColumnMapping.getPhysicalName(field)));
    return columns.equals(named);
  }

  /** The allowed rows, by the names that the columns have in a version. */
  Column condition(Metadata metadata) {
    if (!fits(metadata)) {
      return functions.lit(false);
    }
    return partitions.stream()
        .map(
            values ->
                fields(metadata)
                    .map(
                        field -> has(field, values.get(DeltaColumnMapping.getPhysicalName(field))))
                    .reduce(functions.lit(true), Column::and))
        .reduce(functions.lit(false), Column::or);
  }

  /** A value that the type of an older version cannot hold is in none of its rows. */
  private static Column has(StructField field, String value) {
    Column column = column(field.name());
    return value == null
        ? column.isNull()
        : functions.coalesce(
            column.equalTo(functions.lit(value).try_cast(field.dataType())),
            functions.lit(false));
  }

  private static Stream<StructField> fields(Metadata metadata) {
    return Stream.of(metadata.partitionSchema().fields());
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
