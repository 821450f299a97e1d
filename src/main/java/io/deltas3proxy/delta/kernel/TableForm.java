package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.internal.json.JsonUtils;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.IndexInput;
import io.deltas3proxy.delta.IndexOutput;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How an index is written down, with what is needed to follow its log from there. */
final class TableForm {

  /** Changes with what an index keeps, and with how the log is understood. */
  private static final int FORMAT = 2;

  private static final int MOST_COLUMNS = 64;
  private static final int MOST_FEATURES = 1000;

  private final Table table;
  private final IndexSettings settings;

  TableForm(Table table, IndexSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  void write(LoadedTable loaded, IndexOutput out) throws IOException {
    out.number(FORMAT);
    out.text(table.alias());
    out.text(table.location().bucket());
    out.text(table.location().path());
    out.number(settings.tombstoneRetention().toMillis());
    out.number(loaded.builtAt().toEpochMilli());
    loaded.marks().write(out);
    write(loaded.shape(), out);
    out.text(JsonUtils.rowToJson(loaded.metadata().toRow()));
    loaded.index().write(out);
  }

  /**
   * Reads an index of this very table.
   *
   * @throws IOException also for one of another format, place or setting
   */
  LoadedTable read(IndexInput in) throws IOException {
    if (in.number() != FORMAT) {
      throw new IOException("it has another format");
    }
    TableLocation location = table.location();
    if (!in.text().equals(table.alias())
        || !in.text().equals(location.bucket())
        || !in.text().equals(location.path())) {
      throw new IOException("it is of another table");
    }
    if (in.longNumber() != settings.tombstoneRetention().toMillis()) {
      throw new IOException("it was made with other settings");
    }
    Instant builtAt = Instant.ofEpochMilli(in.longNumber());
    CommitMarks marks = CommitMarks.read(in);
    TableShape shape = readShape(in);
    Metadata metadata = Metadata.fromRow(JsonUtils.rowFromJson(in.text(), Metadata.FULL_SCHEMA));
    CompactTableIndex index = CompactTableIndex.read(in, shape.tableId(), shape.schema(), location);
    return new LoadedTable(index, shape, metadata, builtAt, marks);
  }

  private static void write(TableShape shape, IndexOutput out) throws IOException {
    out.text(shape.tableId());
    out.text(shape.mapping());
    out.number(shape.retention().toMillis());
    List<PartitionColumn> columns = shape.schema().columns();
    out.number(columns.size());
    for (PartitionColumn column : columns) {
      out.text(column.name());
      out.text(column.physicalName());
      out.text(column.type().name());
    }
    Protocol protocol = shape.protocol();
    out.number(protocol.getMinReaderVersion());
    out.number(protocol.getMinWriterVersion());
    write(protocol.getReaderFeatures(), out);
    write(protocol.getWriterFeatures(), out);
  }

  private static TableShape readShape(IndexInput in) throws IOException {
    String tableId = in.text();
    String mapping = in.text();
    Duration retention = Duration.ofMillis(in.longNumber());
    List<PartitionColumn> columns = new ArrayList<>();
    for (int count = in.count(MOST_COLUMNS); count > 0; count--) {
      columns.add(new PartitionColumn(in.text(), in.text(), DeltaType.valueOf(in.text())));
    }
    Protocol protocol = new Protocol(in.number(), in.number(), readFeatures(in), readFeatures(in));
    return new TableShape(tableId, new PartitionSchema(columns), mapping, retention, protocol);
  }

  private static void write(Set<String> features, IndexOutput out) throws IOException {
    out.number(features.size());
    for (String feature : features) {
      out.text(feature);
    }
  }

  private static Set<String> readFeatures(IndexInput in) throws IOException {
    Set<String> features = new HashSet<>();
    for (int count = in.count(MOST_FEATURES); count > 0; count--) {
      features.add(in.text());
    }
    return features;
  }
}
