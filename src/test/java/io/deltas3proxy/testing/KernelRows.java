package io.deltas3proxy.testing;

import io.delta.kernel.Scan;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rows of a table that {@link KernelTableWriter} wrote, read by Delta Kernel. */
public final class KernelRows {

  private KernelRows() {}

  /** Each row as {@code MIC x}, for example {@code XLON 1}. */
  public static Set<String> read(Engine engine, String root) throws IOException {
    Scan scan = TableManager.loadSnapshot(root).build(engine).getScanBuilder().build();
    Row state = scan.getScanState(engine);
    Set<String> read = new TreeSet<>();
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> rows = files.next().getRows()) {
          while (rows.hasNext()) {
            readFile(engine, state, rows.next(), read);
          }
        }
      }
    }
    return read;
  }

  private static void readFile(Engine engine, Row state, Row file, Set<String> read)
      throws IOException {
    CloseableIterator<FileReadResult> physical =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                ScanStateRow.getPhysicalDataReadSchema(state),
                Optional.empty());
    try (CloseableIterator<FilteredColumnarBatch> logical =
        Scan.transformPhysicalData(engine, state, file, physical.map(FileReadResult::getData))) {
      while (logical.hasNext()) {
        try (CloseableIterator<Row> rows = logical.next().getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            read.add(row.getString(1) + " " + row.getLong(0));
          }
        }
      }
    }
  }
}
