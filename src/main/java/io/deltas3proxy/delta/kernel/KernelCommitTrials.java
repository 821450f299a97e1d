package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.CommitInfo;
import io.delta.kernel.internal.fs.Path;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.CommitTrial;
import io.deltas3proxy.delta.action.CommitTrials;
import io.deltas3proxy.storage.StoreException;
import java.io.FileNotFoundException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Trials by what the indexes know of tables. */
public final class KernelCommitTrials implements CommitTrials {

  private final KernelTableIndexes indexes;
  private final Clock clock;

  public KernelCommitTrials(KernelTableIndexes indexes, Clock clock) {
    this.indexes = indexes;
    this.clock = clock;
  }

  @Override
  public CommitTrial ofNext(Table table, long version) throws TableUnavailableException {
    Engine engine = engine(table);
    ProposedState proposed = new ProposedState(indexes.settings(), state(table, version));
    return trial(table, engine, proposed, () -> timestamp(table, engine, version - 1));
  }

  @Override
  public CommitTrial ofReplacement(Table table) {
    return trial(table, engine(table), null, () -> -1);
  }

  private CommitTrial trial(
      Table table,
      Engine engine,
      @Nullable ProposedState proposed,
      KernelCommitTrial.Predecessor predecessor) {
    ActionRows rows = new ActionRows(engine);
    FileTrial files = new FileTrial(table.location(), rows, new PartitionTexts(engine));
    return new KernelCommitTrial(rows, files, proposed, predecessor, clock);
  }

  private static Engine engine(Table table) {
    return DefaultEngine.create(new LogFileIO(table, new LogListing(table.location())));
  }

  private @Nullable TableState state(Table table, long version) throws TableUnavailableException {
    try {
      return indexes.state(table);
    } catch (TableUnavailableException e) {
      if (e.hasNoLog() && version == 0) {
        return null;
      }
      throw e;
    }
  }

  private static long timestamp(Table table, Engine engine, long version)
      throws TableUnavailableException {
    Path log = new Path(LogFileIO.root(table), "_delta_log");
    try {
      return CommitInfo.unsafeTryReadCommitInfoFromPublishedDeltaFile(engine, log, version)
          .flatMap(CommitInfo::getInCommitTimestamp)
          .orElse(-1L);
    } catch (RuntimeException e) {
      if (isMissing(e)) {
        return -1;
      }
      throw LogFailure.of(table.alias(), e);
    }
  }

  /** A log may begin with a checkpoint, without the commit that it was made of. */
  private static boolean isMissing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException || cause instanceof StoreException.NotFound) {
        return true;
      }
    }
    return false;
  }
}
