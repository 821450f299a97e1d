package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.ActionParser;
import io.deltas3proxy.delta.action.CommitTrial;
import io.deltas3proxy.delta.action.MalformedCommitException;
import io.deltas3proxy.storage.local.LocalObjectStore;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.KernelState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A table on the disk, commits that are tried on it, and what reads it. */
final class TrialTables implements AutoCloseable {

  /** By which columns, if they are there, the table is scanned. */
  private static final Map<String, Literal> BOUNDS =
      Map.of(
          "MIC", Literal.ofString("XL"),
          "n", Literal.ofInt(3),
          "x", Literal.ofLong(3),
          "day", Literal.ofDate(3));

  private final Path root;
  private final Table table;
  private final KernelTableIndexes indexes = WrittenTables.indexes();

  TrialTables(Path root) {
    this.root = root;
    this.table =
        new HandWrittenLog(root).table("t", new LocalObjectStore(List.of(root.toAbsolutePath())));
  }

  /** Tries a commit as it is tried when it passes. */
  void tryOut(long version, List<String> lines)
      throws MalformedCommitException, TableUnavailableException {
    CommitTrial trial = new KernelCommitTrials(indexes, Clock.systemUTC()).ofNext(table, version);
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      var unused = ActionParser.parse(bytes);
      trial.take(bytes);
    }
    trial.end();
  }

  void commit(long version, List<String> lines) throws IOException {
    Files.writeString(file(version), String.join("\n", lines) + "\n");
  }

  void forget(long version) throws IOException {
    Files.delete(file(version));
  }

  private Path file(long version) {
    return root.resolve("_delta_log/%020d.json".formatted(version));
  }

  /** Holds that the index, old or new, and Kernel read the table at a version. */
  void requireReadable(long version) throws Exception {
    assertEquals(version, indexes.catchUp(table).version());
    try (KernelTableIndexes fresh = WrittenTables.indexes()) {
      assertEquals(version, fresh.get(table).version());
    }
    assertEquals(version, KernelState.read(root, -1).version());
    Engine engine = DefaultEngine.create(new Configuration());
    for (Map.Entry<String, Literal> each : BOUNDS.entrySet()) {
      Snapshot snapshot = TableManager.loadSnapshot(root.toUri().toString()).build(engine);
      var unused = ((SnapshotImpl) snapshot).getTimestamp(engine);
      StructType schema = snapshot.getSchema();
      if (schema.indexOf(each.getKey()) >= 0
          && schema.get(each.getKey()).getDataType().equals(each.getValue().getDataType())) {
        Predicate predicate = new Predicate(">", new Column(each.getKey()), each.getValue());
        scan(engine, snapshot.getScanBuilder().withFilter(predicate).build());
      }
      scan(engine, snapshot.getScanBuilder().build());
    }
  }

  private static void scan(Engine engine, Scan scan) throws IOException {
    assertNotNull(scan.getScanState(engine));
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> rows = files.next().getRows()) {
          while (rows.hasNext()) {
            Row file = rows.next();
            assertNotNull(InternalScanFileUtils.getAddFileStatus(file));
            assertNotNull(InternalScanFileUtils.getPartitionValues(file));
            var unused = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    indexes.close();
  }
}
