package io.deltas3proxy.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.snapshot.LogSegment;
import io.delta.kernel.utils.FileStatus;
import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.storage.ListedObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the whole log of one table into a new index. */
final class TableLog {

  /**
   * Most commits from before the checkpoint that are read, newest first, for files that left the
   * table and for change data files.
   */
  private static final int MOST_EARLIER_COMMITS = 20_000;

  /** Commits from before the checkpoint that are read before asking whether more are wanted. */
  private static final int EARLIER_STEP = 100;

  private final Table table;
  private final IndexSettings settings;
  private final Clock clock;

  TableLog(Table table, IndexSettings settings, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads the log.
   *
   * @throws IOException if it cannot be read; what the log itself makes impossible is a runtime
   *     exception of Kernel or of ours
   */
  LoadedTable load() throws IOException, InterruptedException {
    return load(false);
  }

  /** Reads the log into an index that also knows files that left the table long ago. */
  LoadedTable loadAll() throws IOException, InterruptedException {
    return load(true);
  }

  private LoadedTable load(boolean all) throws IOException, InterruptedException {
    long checkpointed = LastCheckpoint.version(table.location());
    Instant start = clock.instant();
    LogListing listing = new LogListing(table.location());
    Engine engine = DefaultEngine.create(new LogFileIO(table, listing));
    Snapshot snapshot = TableManager.loadSnapshot(LogFileIO.root(table)).build(engine);
    if (snapshot.getVersion() < checkpointed) {
      throw new MalformedLogException(
          "it ends at version "
              + snapshot.getVersion()
              + ", before the checkpoint of version "
              + checkpointed);
    }
    LogSegment segment = snapshot.getLogSegment();
    TableShape shape = TableShape.of(snapshot.getMetadata(), snapshot.getProtocol(), settings);

    CompactTableIndex index =
        new CompactTableIndex(shape.tableId(), shape.schema(), table.location());
    Instant horizon = all ? Instant.EPOCH : start.minus(shape.retention());
    IndexReplay replay = new IndexReplay(index, table.location(), horizon, settings.memoryBytes());
    LogReader reader =
        new LogReader(engine, new PartitionReader(shape.schema()), replay, ActionBatch.FILES);
    reader.commits(segment.getDeltas().reversed());
    if (!segment.getCheckpoints().isEmpty()) {
      reader.checkpoint(segment.getCheckpoints());
      readEarlier(listing, segment, reader, replay, horizon);
    }
    replay.endOfLog();
    replay.reportOutside(table.alias());

    CommitMarks marks = new CommitMarks(listing.commits(), snapshot.getVersion());
    index.current(snapshot.getVersion(), start);
    return new LoadedTable(index, shape, snapshot.getMetadata(), start, marks);
  }

  private void readEarlier(
      LogListing listing, LogSegment segment, LogReader reader, IndexReplay replay, Instant horizon)
      throws IOException, InterruptedException {
    List<FileStatus> earlier = earlierCommits(listing, segment);
    int limit = Math.min(earlier.size(), MOST_EARLIER_COMMITS);
    for (int from = 0; from < limit; from += EARLIER_STEP) {
      List<FileStatus> step = earlier.subList(from, Math.min(limit, from + EARLIER_STEP));
      boolean recent = step.getFirst().getModificationTime() >= horizon.toEpochMilli();
      if (!recent && !replay.wantsOlder()) {
        return;
      }
      reader.commits(step);
    }
  }

  /** The commits that the checkpoint covers and that are still there, newest first. */
  private List<FileStatus> earlierCommits(LogListing listing, LogSegment segment)
      throws IOException {
    long checkpoint = segment.getCheckpointVersionOpt().orElse(-1L);
    String prefix = table.location().keyPrefix() + LogListing.DIRECTORY;
    List<FileStatus> earlier = new ArrayList<>();
    for (ListedObject object : listing.all()) {
      long version = LogListing.commitVersion(object.key().substring(prefix.length()));
      if (version >= 0 && version <= checkpoint) {
        earlier.add(listing.status(object, LogFileIO.root(table) + "/"));
      }
    }
    return earlier.reversed();
  }
}
