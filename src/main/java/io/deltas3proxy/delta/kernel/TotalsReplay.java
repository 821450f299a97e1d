package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.LoggedPath;
import io.deltas3proxy.delta.PartitionCounter;
import io.deltas3proxy.delta.SeenKeys;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.kernel.FileAction.DeletionVector;
import io.deltas3proxy.delta.kernel.FileAction.Kind;

/**
 * Counts the live data files of a log (Delta protocol, "Action Reconciliation"): those that are
 * added and that nothing newer adds again or removes. A file is known by its path together with its
 * deletion vector. Remembers the files of commits, and none of the checkpoint.
 */
final class TotalsReplay implements Replay {

  private final PartitionCounter counter;
  private final TableLocation location;
  private final SeenKeys seen = new SeenKeys();

  TotalsReplay(PartitionCounter counter, TableLocation location) {
    this.counter = counter;
    this.location = location;
  }

  @Override
  public void older(FileAction action) {
    if (action.kind() != Kind.CHANGE_DATA && seen.add(identity(action))) {
      count(action);
    }
  }

  @Override
  public void endOfCommit() {
    stopWhenInterrupted();
  }

  @Override
  public void checkpointed(FileAction action) {
    if (action.kind() == Kind.ADD && !seen.contains(identity(action))) {
      count(action);
    }
  }

  @Override
  public void endOfCheckpoint() {
    stopWhenInterrupted();
  }

  private void count(FileAction action) {
    if (action.kind() == Kind.ADD) {
      // A path that leaves the table is nobody's, whatever partition it is said to be in.
      boolean inside = !(LoggedPath.read(action.path(), location) instanceof LoggedPath.Outside);
      counter.add(inside ? action.partition() : null, action.size());
    }
    stopWhenInterrupted();
  }

  private static String identity(FileAction action) {
    DeletionVector vector = action.deletionVector();
    return vector == null
        ? action.path()
        // No path has a line break: it is a URI.
        : action.path() + "\n" + vector.storageType() + vector.path();
  }

  /** Whoever waited for this gave up. */
  private static void stopWhenInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new MalformedLogException("it takes too long to count its files");
    }
  }
}
