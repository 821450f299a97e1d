package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.deltas3proxy.delta.kernel.FileAction.DeletionVector;
import io.deltas3proxy.delta.kernel.FileAction.Kind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the actions that name files out of Kernel's batches. */
final class ActionBatch {

  private static final StructType DELETION_VECTOR =
      new StructType()
          .add("storageType", StringType.STRING)
          .add("pathOrInlineDv", StringType.STRING);
  private static final MapType PARTITION = new MapType(StringType.STRING, StringType.STRING, true);
  private static final StructType ADD =
      new StructType()
          .add("path", StringType.STRING)
          .add("partitionValues", PARTITION)
          .add("deletionVector", DELETION_VECTOR);
  private static final StructType REMOVE =
      new StructType()
          .add("path", StringType.STRING)
          .add("partitionValues", PARTITION)
          .add("deletionVector", DELETION_VECTOR)
          .add("deletionTimestamp", LongType.LONG);

  /** The columns to read of a log. */
  record Columns(StructType commit, StructType checkpoint) {}

  /** Everything that names a file. */
  static final Columns FILES =
      new Columns(
          new StructType()
              .add("add", ADD)
              .add("remove", REMOVE)
              .add(
                  "cdc",
                  new StructType()
                      .add("path", StringType.STRING)
                      .add("partitionValues", PARTITION)),
          new StructType().add("add", ADD).add("remove", REMOVE));

  private static final StructType SIZED_ADD = ADD.add("size", LongType.LONG);

  /** What tells which data files are live, and how large they are. */
  static final Columns SIZES =
      new Columns(
          new StructType().add("add", SIZED_ADD).add("remove", REMOVE),
          new StructType().add("add", SIZED_ADD));

  private final PartitionReader partitions;
  private final Consumer<FileAction> consumer;

  ActionBatch(PartitionReader partitions, Consumer<FileAction> consumer) {
    this.partitions = partitions;
    this.consumer = consumer;
  }

  /** Reads all rows of a batch with any of the columns above. */
  void read(ColumnarBatch batch) {
    StructType schema = batch.getSchema();
    for (int column = 0; column < schema.length(); column++) {
      switch (schema.at(column).getName()) {
        case "add" -> read(Kind.ADD, batch, column);
        case "remove" -> read(Kind.REMOVE, batch, column);
        case "cdc" -> read(Kind.CHANGE_DATA, batch, column);
        default -> {
          // Not an action that names a file.
        }
      }
    }
  }

  private void read(Kind kind, ColumnarBatch batch, int column) {
    ColumnVector actions = batch.getColumnVector(column);
    StructType type = (StructType) batch.getSchema().at(column).getDataType();
    ColumnVector paths = actions.getChild(type.indexOf("path"));
    ColumnVector values = actions.getChild(type.indexOf("partitionValues"));
    int vectorColumn = type.indexOf("deletionVector");
    ColumnVector vectors = vectorColumn < 0 ? null : actions.getChild(vectorColumn);
    int timeColumn = type.indexOf("deletionTimestamp");
    ColumnVector times = timeColumn < 0 ? null : actions.getChild(timeColumn);
    int sizeColumn = type.indexOf("size");
    ColumnVector sizes = sizeColumn < 0 ? null : actions.getChild(sizeColumn);
    for (int row = 0; row < batch.getSize(); row++) {
      if (actions.isNullAt(row)) {
        continue;
      }
      if (paths.isNullAt(row)) {
        throw new MalformedLogException("an action without a path");
      }
      MapValue partition = values.isNullAt(row) ? null : values.getMap(row);
      consumer.accept(
          new FileAction(
              kind,
              paths.getString(row),
              partition == null ? null : partitions.read(partition),
              vectors == null ? null : vector(vectors, row),
              times == null || times.isNullAt(row) ? null : times.getLong(row),
              sizes == null || sizes.isNullAt(row) ? 0 : sizes.getLong(row)));
    }
  }

  private static @Nullable DeletionVector vector(ColumnVector vectors, int row) {
    if (vectors.isNullAt(row)) {
      return null;
    }
    ColumnVector type = vectors.getChild(0);
    ColumnVector path = vectors.getChild(1);
    if (type.isNullAt(row) || path.isNullAt(row)) {
      throw new MalformedLogException("a deletion vector without a path");
    }
    return new DeletionVector(type.getString(row), path.getString(row));
  }
}
