package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.skipping.StatsSchemaHelper;
import io.delta.kernel.internal.util.ColumnMapping;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A checkpoint of any kind, read as often as needed and never held. */
final class CheckpointSource {

  /** Statistics as columns, which some checkpoints have instead of those as text. */
  static final String STATISTICS_COLUMNS = "stats_parsed";

  private final Engine engine;
  private final List<FileStatus> files;

  CheckpointSource(Engine engine, List<FileStatus> files) {
    this.engine = engine;
    this.files = files;
  }

  /** All actions with all that is known of them. */
  ActionsIterator actions() throws IOException {
    StructType add = CheckpointSchema.ADD;
    if (lacksStatisticsText()) {
      add = add.add(STATISTICS_COLUMNS, statisticsSchema(metadata()));
    }
    return read(CheckpointSchema.read(add));
  }

  private ActionsIterator read(StructType schema) {
    return new ActionsIterator(engine, files, schema, Optional.empty());
  }

  /** Whether the first addition has no statistics as text: then the others have none either. */
  private boolean lacksStatisticsText() throws IOException {
    StructType add =
        new StructType().add("path", StringType.STRING).add("stats", StringType.STRING);
    try (ActionsIterator actions = read(new StructType().add("add", add))) {
      while (actions.hasNext()) {
        ColumnarBatch batch = actions.next().getColumnarBatch();
        ColumnVector adds = batch.getColumnVector(batch.getSchema().indexOf("add"));
        for (int row = 0; row < batch.getSize(); row++) {
          if (!adds.isNullAt(row)) {
            return adds.getChild(1).isNullAt(row);
          }
        }
      }
    }
    return false;
  }

  private Metadata metadata() throws IOException {
    try (ActionsIterator actions = read(new StructType().add("metaData", Metadata.FULL_SCHEMA))) {
      while (actions.hasNext()) {
        ColumnarBatch batch = actions.next().getColumnarBatch();
        ColumnVector metadata = batch.getColumnVector(batch.getSchema().indexOf("metaData"));
        for (int row = 0; row < batch.getSize(); row++) {
          if (!metadata.isNullAt(row)) {
            return Metadata.fromColumnVector(metadata, row);
          }
        }
      }
    }
    throw new MalformedLogException("a checkpoint without metadata");
  }

  private static StructType statisticsSchema(Metadata metadata) {
    StructType physical =
        ColumnMapping.convertToPhysicalSchema(
            metadata.getDataSchema(),
            metadata.getSchema(),
            ColumnMapping.getColumnMappingMode(metadata.getConfiguration()));
    return StatsSchemaHelper.getStatsSchema(physical, Set.of());
  }
}
