package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.DefaultParquetHandler;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.FileStatus;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.view.CheckpointWriter;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.storage.ListedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes checkpoints with Delta Kernel, batch by batch. What Kernel reads at the version of a
 * checkpoint is the checkpoint alone, so that nothing is replayed. Removed files are left out: no
 * reader of a table needs them.
 */
public final class KernelCheckpointWriter implements CheckpointWriter {

  @Override
  public long write(Table table, List<ListedObject> files, PartitionPolicy policy, Path target)
      throws IOException, TableUnavailableException {
    TableLocation location = table.location();
    TableLocation pinned =
        new TableLocation(
            new PinnedStore(location.store(), files), location.bucket(), location.path());
    LogListing listing = new LogListing(pinned);
    Engine engine = DefaultEngine.create(new LogFileIO(new Table(table.alias(), pinned), listing));
    String root = LogFileIO.root(table) + "/";
    List<FileStatus> statuses = files.stream().map(file -> listing.status(file, root)).toList();
    Files.deleteIfExists(target);
    try (CheckpointRows rows =
        new CheckpointRows(
            new CheckpointSource(engine, statuses).actions(), new FileJudge(table, policy))) {
      new DefaultParquetHandler(new LocalOutput(target))
          .writeParquetFileAtomically(LocalOutput.PATH, rows);
      return rows.count();
    } catch (RuntimeException e) {
      throw LogFailure.of(table.alias(), e);
    }
  }
}
