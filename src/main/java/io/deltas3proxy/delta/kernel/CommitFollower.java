package io.deltas3proxy.delta.kernel;

import io.delta.kernel.CommitActions;
import io.delta.kernel.CommitRange;
import io.delta.kernel.CommitRangeBuilder.CommitBoundary;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.StartVersionNotFoundException;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.deltas3proxy.delta.Table;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings the commits that are newer than an index into it: one listing and one read per commit. */
final class CommitFollower {

  private static final Set<DeltaAction> ACTIONS =
      Set.of(
          DeltaAction.ADD,
          DeltaAction.REMOVE,
          DeltaAction.CDC,
          DeltaAction.METADATA,
          DeltaAction.PROTOCOL);

  /** More bytes of new commits than this cost more memory than reading the log anew. */
  private static final long MOST_BYTES = 64 << 20;

  private final Table table;
  private final IndexSettings settings;
  private final Clock clock;

  CommitFollower(Table table, IndexSettings settings, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Follows the log to its newest commit.
   *
   * @return the table as it is now, with the same index; empty when the log is not the one that the
   *     index was built from, or changed in a way that an index does not outlive
   */
  Optional<LoadedTable> follow(LoadedTable loaded) throws IOException {
    Instant start = clock.instant();
    LogListing listing = new LogListing(table.location());
    listing.prepare(loaded.index().version());
    return loaded.marks().endAt(loaded.index().version())
            && loaded.marks().lastIsIn(listing.commits())
        ? follow(loaded, listing, start)
        : Optional.empty();
  }

  /**
   * Follows the log for an index that was kept outside of memory. Much may have happened meanwhile,
   * so the log must have more than one commit as it was.
   *
   * @return as {@link #follow(LoadedTable)}
   */
  Optional<LoadedTable> resume(LoadedTable kept) throws IOException {
    Instant start = clock.instant();
    if (!kept.marks().endAt(kept.index().version())) {
      return Optional.empty();
    }
    LogListing listing = new LogListing(table.location());
    listing.prepare(kept.marks().first());
    return kept.marks().areIn(listing.commits()) ? follow(kept, listing, start) : Optional.empty();
  }

  private Optional<LoadedTable> follow(LoadedTable loaded, LogListing listing, Instant start)
      throws IOException {
    long version = loaded.index().version();
    if (!listing.hasCommitAfter(version)) {
      if (listing.newestCheckpoint() > version) {
        return Optional.empty();
      }
      loaded.index().current(version, start);
      return Optional.of(loaded);
    }
    Engine engine = DefaultEngine.create(new LogFileIO(table, listing));
    CommitRange range;
    try {
      range =
          TableManager.loadCommitRange(LogFileIO.root(table), CommitBoundary.atVersion(version + 1))
              .build(engine);
    } catch (StartVersionNotFoundException e) {
      return Optional.empty();
    }
    if (range.getDeltaFiles().stream().mapToLong(FileStatus::getSize).sum() > MOST_BYTES) {
      return Optional.empty();
    }
    IndexReplay replay =
        new IndexReplay(
            loaded.index(),
            table.location(),
            start.minus(loaded.shape().retention()),
            settings.memoryBytes());
    Metadata metadata = loaded.metadata();
    try (CloseableIterator<CommitActions> commits = range.getCommitActions(engine, ACTIONS)) {
      while (commits.hasNext()) {
        CommitActions commit = commits.next();
        Optional<Changes> changes = read(commit, loaded.shape(), metadata);
        if (changes.isEmpty()) {
          return Optional.empty();
        }
        metadata = changes.get().metadata();
        changes.get().files().forEach(replay::newer);
        loaded.index().current(commit.getVersion(), start);
      }
    }
    replay.reportOutside(table.alias());
    CommitMarks marks = loaded.marks().with(listing.commits(), range.getEndVersion());
    return Optional.of(
        new LoadedTable(loaded.index(), loaded.shape(), metadata, loaded.builtAt(), marks));
  }

  /**
   * What one commit does.
   *
   * @param metadata as it is after it
   */
  private record Changes(List<FileAction> files, Metadata metadata) {}

  /** Reads a commit; empty when it changes the table's shape. */
  private Optional<Changes> read(CommitActions commit, TableShape shape, Metadata before)
      throws IOException {
    Metadata metadata = before;
    List<FileAction> actions = new ArrayList<>();
    ActionBatch files = new ActionBatch(new PartitionReader(shape.schema()), actions::add);
    try (CloseableIterator<ColumnarBatch> batches = commit.getActions()) {
      while (batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        if (changes(batch, shape)) {
          return Optional.empty();
        }
        metadata = newest(batch, metadata);
        files.read(batch);
      }
    } finally {
      Utils.closeCloseables(commit);
    }
    return Optional.of(new Changes(actions, metadata));
  }

  private static Metadata newest(ColumnarBatch batch, Metadata before) {
    Metadata newest = before;
    ColumnVector actions = batch.getColumnVector(batch.getSchema().indexOf("metaData"));
    for (int row = 0; row < batch.getSize(); row++) {
      newest = actions.isNullAt(row) ? newest : Metadata.fromColumnVector(actions, row);
    }
    return newest;
  }

  private boolean changes(ColumnarBatch batch, TableShape shape) {
    ColumnVector metadata = batch.getColumnVector(batch.getSchema().indexOf("metaData"));
    ColumnVector protocols = batch.getColumnVector(batch.getSchema().indexOf("protocol"));
    for (int row = 0; row < batch.getSize(); row++) {
      if (!protocols.isNullAt(row)
          && !shape.protocol().equals(Protocol.fromColumnVector(protocols, row))) {
        return true;
      }
      if (!metadata.isNullAt(row)
          && !shape.equals(
              TableShape.of(
                  Metadata.fromColumnVector(metadata, row), shape.protocol(), settings))) {
        return true;
      }
    }
    return false;
  }
}
