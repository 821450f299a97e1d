package io.deltas3proxy.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultBooleanVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultConstantVector;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.deltas3proxy.delta.action.MalformedCommitException;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.delta.view.SharedMetadata;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a checkpoint that go into a view, in the columns of a classic checkpoint. */
final class CheckpointRows implements CloseableIterator<FilteredColumnarBatch> {

  private static final String VECTOR_BY_PATH = "p";

  private final ActionsIterator actions;
  private final FileJudge judge;
  private @Nullable FilteredColumnarBatch next;
  private long count;
  private boolean hasProtocol;
  private boolean hasMetadata;

  CheckpointRows(ActionsIterator actions, FileJudge judge) {
    this.actions = actions;
    this.judge = judge;
  }

  /** Rows given so far. */
  long count() {
    return count;
  }

  @Override
  public boolean hasNext() {
    while (next == null && actions.hasNext()) {
      next = filtered(actions.next().getColumnarBatch());
    }
    if (next == null && !(hasProtocol && hasMetadata)) {
      throw new MalformedLogException("a checkpoint without protocol or metadata");
    }
    return next != null;
  }

  @Override
  public FilteredColumnarBatch next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    FilteredColumnarBatch batch = next;
    next = null;
    return batch;
  }

  private @Nullable FilteredColumnarBatch filtered(ColumnarBatch batch) {
    int size = batch.getSize();
    boolean[] selected = new boolean[size];
    int selectedCount = 0;
    ColumnVector transactions = column(batch, "txn");
    ColumnVector adds = column(batch, "add");
    ColumnVector metadata = column(batch, "metaData");
    ColumnVector protocols = column(batch, "protocol");
    ColumnVector domains = column(batch, "domainMetadata");
    for (int row = 0; row < size; row++) {
      if (!adds.isNullAt(row)) {
        selected[row] = shows(adds, row);
      } else if (!metadata.isNullAt(row)) {
        hasMetadata = true;
        selected[row] = true;
      } else if (!protocols.isNullAt(row)) {
        checkProtocol(protocols, row);
        hasProtocol = true;
        selected[row] = true;
      } else {
        selected[row] = !transactions.isNullAt(row) || isDomain(domains, row);
      }
      selectedCount += selected[row] ? 1 : 0;
    }
    count += selectedCount;
    if (selectedCount == 0) {
      return null;
    }
    ColumnVector[] columns = {
      transactions,
      withStatistics(adds),
      new DefaultConstantVector(CheckpointSchema.REMOVE, size, null),
      shared(metadata),
      protocols,
      domains
    };
    return new FilteredColumnarBatch(
        new DefaultColumnarBatch(size, CheckpointSchema.WRITTEN, columns),
        Optional.of(new DefaultBooleanVector(size, Optional.empty(), selected)));
  }

  private static ColumnVector column(ColumnarBatch batch, String name) {
    return batch.getColumnVector(batch.getSchema().indexOf(name));
  }

  private static boolean isDomain(ColumnVector domains, int row) {
    if (domains.isNullAt(row)) {
      return false;
    }
    ColumnVector removed = domains.getChild(CheckpointSchema.DOMAIN_METADATA.indexOf("removed"));
    return removed.isNullAt(row) || !removed.getBoolean(row);
  }

  private boolean shows(ColumnVector adds, int row) {
    ColumnVector paths = adds.getChild(CheckpointSchema.ADD.indexOf("path"));
    ColumnVector values = adds.getChild(CheckpointSchema.ADD.indexOf("partitionValues"));
    if (paths.isNullAt(row)) {
      throw new MalformedLogException("an action without a path");
    }
    if (values.isNullAt(row) || !judge.shows(map(values.getMap(row)))) {
      return false;
    }
    try {
      judge.requireInside(paths.getString(row), vectorPath(adds, row));
    } catch (MalformedCommitException e) {
      throw new MalformedLogException(String.valueOf(e.getMessage()));
    }
    return true;
  }

  private static @Nullable String vectorPath(ColumnVector adds, int row) {
    ColumnVector vectors = adds.getChild(CheckpointSchema.ADD.indexOf("deletionVector"));
    boolean byPath =
        !vectors.isNullAt(row) && vectors.getChild(0).getString(row).equals(VECTOR_BY_PATH);
    return byPath ? vectors.getChild(1).getString(row) : null;
  }

  private static void checkProtocol(ColumnVector protocols, int row) {
    for (String name : new String[] {"readerFeatures", "writerFeatures"}) {
      ColumnVector features = protocols.getChild(CheckpointSchema.PROTOCOL.indexOf(name));
      if (!features.isNullAt(row)) {
        for (Object feature : VectorUtils.toJavaList(features.getArray(row))) {
          if (SharedMetadata.isCatalogs((String) feature)) {
            throw new MalformedLogException("commits of the table are kept by a catalog");
          }
        }
      }
    }
  }

  private static Map<String, @Nullable String> map(MapValue value) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    ColumnVector keys = value.getKeys();
    ColumnVector values = value.getValues();
    for (int i = 0; i < value.getSize(); i++) {
      String name = keys.getString(i);
      if (map.containsKey(name)) {
        throw new MalformedLogException("two values for one partition column");
      }
      map.put(name, values.isNullAt(i) ? null : values.getString(i));
    }
    return map;
  }

  private static ColumnVector withStatistics(ColumnVector adds) {
    int parsed = ((StructType) adds.getDataType()).indexOf(CheckpointSource.STATISTICS_COLUMNS);
    if (parsed < 0) {
      return adds;
    }
    int text = CheckpointSchema.ADD.indexOf("stats");
    ColumnVector texts = adds.getChild(text);
    ColumnVector columns = adds.getChild(parsed);
    ColumnVector derived =
        DerivedVector.values(
            texts.getDataType(),
            texts,
            row ->
                !texts.isNullAt(row)
                    ? texts.getString(row)
                    : columns.isNullAt(row) ? null : StatisticsText.of(columns, row));
    return DerivedVector.struct(CheckpointSchema.ADD, adds, Map.of(text, derived));
  }

  private static ColumnVector shared(ColumnVector metadata) {
    StructType type = CheckpointSchema.METADATA;
    ColumnVector configurations = metadata.getChild(type.indexOf("configuration"));
    ColumnVector schemas = metadata.getChild(type.indexOf("schemaString"));
    ColumnVector formats = metadata.getChild(type.indexOf("format"));
    ColumnVector options = formats.getChild(1);
    MapValue none = VectorUtils.stringStringMapValue(Map.of());
    ColumnVector allOptions =
        DerivedVector.values(
            options.getDataType(),
            options,
            row -> options.isNullAt(row) ? none : options.getMap(row));
    return DerivedVector.struct(
        type,
        metadata,
        Map.of(
            type.indexOf("configuration"),
            DerivedVector.values(
                configurations.getDataType(),
                configurations,
                row -> configurations.isNullAt(row) ? none : shared(configurations.getMap(row))),
            type.indexOf("schemaString"),
            DerivedVector.values(
                schemas.getDataType(),
                schemas,
                row ->
                    schemas.isNullAt(row) ? null : SharedMetadata.schema(schemas.getString(row))),
            type.indexOf("format"),
            DerivedVector.struct(CheckpointSchema.FORMAT, formats, Map.of(1, allOptions))));
  }

  private static MapValue shared(MapValue configuration) {
    Map<String, String> shown = new LinkedHashMap<>();
    Map<String, String> all = VectorUtils.toJavaMap(configuration);
    all.forEach((name, value) -> {
      if (SharedMetadata.isCatalogs(name)) {
        throw new MalformedLogException("commits of the table are kept by a catalog");
      }
      if (SharedMetadata.shares(name)) {
        shown.put(name, value);
      }
    });
    return VectorUtils.stringStringMapValue(shown);
  }

  @Override
  public void close() throws IOException {
    actions.close();
  }
}
