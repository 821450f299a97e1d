package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.Table;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the index of one table into its file and back, where indexes are kept in files. */
final class IndexSaving {

  private static final Logger LOG = LoggerFactory.getLogger(IndexSaving.class);

  private final Table table;
  private final @Nullable KeptIndex kept;
  private final Executor savers;
  private final Clock clock;

  /** The index as it is, {@code null} while there is none. */
  private final Supplier<@Nullable LoadedTable> loaded;

  /** Held while the index is changed, and while it is written down. */
  private final ReentrantLock changing = new ReentrantLock();

  private final AtomicBoolean saving = new AtomicBoolean();

  IndexSaving(Table table, IndexWork work, Supplier<@Nullable LoadedTable> loaded) {
    this.table = table;
    this.kept = work.kept(table);
    this.savers = work.savers();
    this.clock = work.clock();
    this.loaded = loaded;
  }

  /**
   * What was kept, brought to where the log is.
   *
   * @return empty if that is not to be had
   * @throws IOException if the store does not answer
   */
  Optional<LoadedTable> restore(CommitFollower follower) throws IOException {
    Optional<LoadedTable> read = kept == null ? Optional.empty() : kept.read();
    if (kept == null || read.isEmpty()) {
      return Optional.empty();
    }
    Optional<LoadedTable> resumed = Optional.empty();
    try {
      resumed = follower.resume(read.get());
    } catch (IOException | RuntimeException e) {
      if (LogFailure.ofStore(e)) {
        throw e;
      }
      LOG.debug("Table {}: the log does not go on from what was kept", table.alias(), e);
    }
    if (resumed.isEmpty()) {
      LOG.info("Table {}: the log is another one than the kept index had", table.alias());
      kept.delete();
    }
    return resumed;
  }

  /** Changes the index while it is not being written down. */
  <T> T change(Callable<T> change) throws Exception {
    changing.lock();
    try {
      return change.call();
    } finally {
      changing.unlock();
    }
  }

  /** Says that the file is of another log, or of one that was read long ago. */
  void outdated() {
    if (kept != null) {
      kept.outdated();
    }
  }

  /** Has the index written down if much happened since it was. */
  void saveWhenBehind(LoadedTable known) {
    if (kept != null && kept.isBehind(known, clock.instant())) {
      saveLater(kept);
    }
  }

  /** Has the index written down if its file does not have it as it is. */
  void save() {
    LoadedTable known = loaded.get();
    if (kept != null && known != null && kept.differs(known)) {
      saveLater(kept);
    }
  }

  private void saveLater(KeptIndex file) {
    if (!saving.compareAndSet(false, true)) {
      return;
    }
    try {
      savers.execute(() -> save(file));
    } catch (RejectedExecutionException e) {
      LOG.debug("Table {}: its index is not written down any more", table.alias(), e);
    }
  }

  private void save(KeptIndex file) {
    changing.lock();
    try {
      LoadedTable known = loaded.get();
      if (known != null) {
        file.write(known, clock.instant(), changing::unlock);
      }
    } finally {
      if (changing.isHeldByCurrentThread()) {
        changing.unlock();
      }
      saving.set(false);
    }
  }
}
