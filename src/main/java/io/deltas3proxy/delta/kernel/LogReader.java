package io.deltas3proxy.delta.kernel;

import static io.delta.kernel.internal.util.Utils.singletonCloseableIterator;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads the files of one log, commits several at a time, into a {@link Replay}. */
final class LogReader {

  /** Commits that are read ahead while one is taken. */
  private static final int READ_AHEAD = 16;

  /** A commit larger than this, in bytes, is not read ahead, as its actions would fill memory. */
  private static final long LARGE_COMMIT = 4 << 20;

  private final Engine engine;
  private final PartitionReader partitions;
  private final Replay replay;
  private final ActionBatch.Columns columns;

  LogReader(Engine engine, PartitionReader partitions, Replay replay, ActionBatch.Columns columns) {
    this.engine = engine;
    this.partitions = partitions;
    this.replay = replay;
    this.columns = columns;
  }

  /** Reads all parts, or the manifest and its sidecars, of one checkpoint. */
  void checkpoint(List<FileStatus> files) throws IOException {
    ActionBatch batches = new ActionBatch(partitions, replay::checkpointed);
    try (ActionsIterator actions =
        new ActionsIterator(engine, files, columns.checkpoint(), Optional.empty())) {
      while (actions.hasNext()) {
        batches.read(actions.next().getColumnarBatch());
      }
    }
    replay.endOfCheckpoint();
  }

  /** Reads commits that are given newest first. */
  void commits(List<FileStatus> newestFirst) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Iterator<FileStatus> toRead = newestFirst.iterator();
      Deque<Future<List<FileAction>>> ahead = new ArrayDeque<>();
      try {
        for (FileStatus commit : newestFirst) {
          while (ahead.size() < READ_AHEAD && toRead.hasNext()) {
            FileStatus next = toRead.next();
            ahead.add(threads.submit(() -> isLarge(next) ? List.of() : read(next)));
          }
          ahead.remove().get().forEach(replay::older);
          if (isLarge(commit)) {
            read(commit, new ActionBatch(partitions, replay::older));
          }
          replay.endOfCommit();
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } finally {
        ahead.forEach(future -> future.cancel(true));
      }
    }
  }

  private static boolean isLarge(FileStatus commit) {
    return commit.getSize() > LARGE_COMMIT;
  }

  private List<FileAction> read(FileStatus commit) throws IOException {
    List<FileAction> actions = new ArrayList<>();
    read(commit, new ActionBatch(partitions, actions::add));
    return actions;
  }

  private void read(FileStatus commit, ActionBatch batches) throws IOException {
    try (CloseableIterator<ColumnarBatch> rows =
        engine
            .getJsonHandler()
            .readJsonFiles(
                singletonCloseableIterator(commit), columns.commit(), Optional.empty())) {
      while (rows.hasNext()) {
        batches.read(rows.next());
      }
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IOException("a commit was not read");
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      case IOException io -> io;
      default -> new IOException(cause);
    };
  }
}
