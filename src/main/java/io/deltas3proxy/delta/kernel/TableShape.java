package io.deltas3proxy.delta.kernel;

import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.util.IntervalParserUtils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a table's metadata and protocol an index is built on. An index does not outlive a change
 * of it.
 *
 * @param retention how long files stay known after they left the table
 */
record TableShape(
    String tableId, PartitionSchema schema, String mapping, Duration retention, Protocol protocol) {

  /** As many as one look at an action can tell apart. */
  private static final int MOST_COLUMNS = 64;

  private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";

  static TableShape of(Metadata metadata, Protocol protocol, IndexSettings settings) {
    Map<String, String> configuration = metadata.getConfiguration();
    String mapping = configuration.getOrDefault("delta.columnMapping.mode", "none");
    List<PartitionColumn> columns = new ArrayList<>();
    for (Object name : VectorUtils.toJavaList(metadata.getPartitionColumns())) {
      StructField field = field(metadata, (String) name);
      boolean mapped = !mapping.equals("none") && field.getMetadata().contains(PHYSICAL_NAME);
      String physical = mapped ? field.getMetadata().getString(PHYSICAL_NAME) : field.getName();
      columns.add(new PartitionColumn(field.getName(), physical, type(field.getDataType())));
    }
    if (columns.size() > MOST_COLUMNS) {
      throw new MalformedLogException("more than " + MOST_COLUMNS + " partition columns");
    }
    return new TableShape(
        metadata.getId(),
        new PartitionSchema(columns),
        mapping,
        retention(configuration, settings),
        protocol);
  }

  private static StructField field(Metadata metadata, String name) {
    for (StructField field : metadata.getSchema().fields()) {
      if (field.getName().equalsIgnoreCase(name)) {
        return field;
      }
    }
    throw new MalformedLogException("the partition column " + name + " is not in the schema");
  }

  private static Duration retention(Map<String, String> configuration, IndexSettings settings) {
    String interval = configuration.get("delta.deletedFileRetentionDuration");
    if (interval == null) {
      return settings.tombstoneRetention();
    }
    return Duration.ofMillis(IntervalParserUtils.safeParseIntervalAsMillis(interval));
  }

  private static DeltaType type(DataType type) {
    return switch (type) {
      case StringType string -> DeltaType.STRING;
      case BooleanType bool -> DeltaType.BOOLEAN;
      case ByteType number -> DeltaType.BYTE;
      case ShortType number -> DeltaType.SHORT;
      case IntegerType number -> DeltaType.INTEGER;
      case LongType number -> DeltaType.LONG;
      case FloatType number -> DeltaType.FLOAT;
      case DoubleType number -> DeltaType.DOUBLE;
      case DecimalType number -> DeltaType.DECIMAL;
      case DateType date -> DeltaType.DATE;
      case TimestampType time -> DeltaType.TIMESTAMP;
      case TimestampNTZType time -> DeltaType.TIMESTAMP_NTZ;
      case BinaryType bytes -> DeltaType.BINARY;
      default -> throw new MalformedLogException("a partition column of type " + type);
    };
  }
}
