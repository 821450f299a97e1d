package io.deltas3proxy.testing;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.replay.CreateCheckpointIterator;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What Delta Kernel, on its own and from the disk, finds to be in a table at one version.
 *
 * @param version as Kernel says
 * @param actions everything that it would write into a checkpoint but for removals, as maps by
 *     field name: {@code add}, {@code metaData}, {@code protocol}, {@code txn}, {@code
 *     domainMetadata}
 */
public record KernelState(long version, List<Map<String, @Nullable Object>> actions) {

  /**
   * Reads a table.
   *
   * @param version -1 for the newest
   */
  public static KernelState read(Path root, long version) throws IOException {
    Engine engine = DefaultEngine.create(new Configuration());
    String path = root.toUri().toString();
    Snapshot snapshot =
        version < 0
            ? TableManager.loadSnapshot(path).build(engine)
            : TableManager.loadSnapshot(path).atVersion(version).build(engine);
    List<Map<String, @Nullable Object>> actions = new ArrayList<>();
    try (CreateCheckpointIterator batches = snapshot.getCreateCheckpointIterator(engine)) {
      while (batches.hasNext()) {
        read(batches.next(), actions);
      }
    }
    return new KernelState(snapshot.getVersion(), actions);
  }

  /** All that a checkpoint's file says, as text. */
  public static String checkpointText(Path file) throws IOException {
    Engine engine = DefaultEngine.create(new Configuration());
    FileStatus status = FileStatus.of(file.toUri().toString(), Files.size(file), 0);
    StringBuilder text = new StringBuilder();
    try (CloseableIterator<FileReadResult> batches =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(status),
                SingleAction.CHECKPOINT_SCHEMA,
                Optional.empty())) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getData().getRows()) {
          while (rows.hasNext()) {
            text.append(map(rows.next())).append('\n');
          }
        }
      }
    }
    return text.toString();
  }

  private static void read(FilteredColumnarBatch batch, List<Map<String, @Nullable Object>> actions)
      throws IOException {
    try (CloseableIterator<Row> rows = batch.getRows()) {
      while (rows.hasNext()) {
        Map<String, @Nullable Object> action = map(rows.next());
        action.values().removeIf(value -> value == null);
        action.remove("remove");
        if (!action.isEmpty()) {
          actions.add(action);
        }
      }
    }
  }

  /** The additions, each a map by field name. */
  @SuppressWarnings("unchecked") // The map is of our making.
  public List<Map<String, @Nullable Object>> additions() {
    List<Map<String, @Nullable Object>> additions = new ArrayList<>();
    for (Map<String, @Nullable Object> action : actions) {
      Object add = action.get("add");
      if (add != null) {
        additions.add((Map<String, @Nullable Object>) add);
      }
    }
    return additions;
  }

  private static Map<String, @Nullable Object> map(Row row) {
    Map<String, @Nullable Object> map = new TreeMap<>();
    StructType type = row.getSchema();
    for (int i = 0; i < type.length(); i++) {
      map.put(
          type.at(i).getName(), row.isNullAt(i) ? null : value(row, i, type.at(i).getDataType()));
    }
    return map;
  }

  private static Object value(Row row, int field, DataType type) {
    return switch (type) {
      case StructType struct -> map(row.getStruct(field));
      case MapType map -> new TreeMap<>(entries(row.getMap(field)));
      case ArrayType array -> elements(row.getArray(field));
      default ->
          switch (type.toString()) {
            case "string" -> row.getString(field);
            case "long" -> row.getLong(field);
            case "integer" -> row.getInt(field);
            case "boolean" -> row.getBoolean(field);
            default -> throw new IllegalArgumentException("a field of type " + type);
          };
    };
  }

  private static Map<String, @Nullable Object> entries(MapValue value) {
    Map<String, @Nullable Object> map = new TreeMap<>();
    ColumnVector keys = value.getKeys();
    ColumnVector values = value.getValues();
    for (int i = 0; i < value.getSize(); i++) {
      map.put(keys.getString(i), values.isNullAt(i) ? null : values.getString(i));
    }
    return map;
  }

  private static List<Object> elements(ArrayValue value) {
    return VectorUtils.toJavaList(value);
  }
}
