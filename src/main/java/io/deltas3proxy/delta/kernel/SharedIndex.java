package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of one table, which all requests share: whoever comes first starts a load or a look for
 * new commits on another thread, and all wait for it together. A failure counts for a second, so
 * that a broken log is not read for each request.
 */
final class SharedIndex {

  private static final Logger LOG = LoggerFactory.getLogger(SharedIndex.class);

  /** How long a failure is taken as the answer. */
  static final Duration BACK_OFF = Duration.ofSeconds(1);

  /** Age at which an index is built anew, so that files whose retention passed leave it. */
  static final Duration REBUILD_AFTER = Duration.ofDays(1);

  /** The same where reading again takes long and helps nothing. */
  private static final Duration LONG_BACK_OFF = Duration.ofMinutes(1);

  /** What an index without anything in it is counted as, in bytes. */
  private static final long EMPTY = 2048;

  private record Failure(TableUnavailableException reason, Instant at, Duration least) {}

  private final Table table;
  private final IndexSettings settings;
  private final Clock clock;
  private final IndexCounters counters;
  private final Executor loaders;
  private final Executor refreshers;
  private final Executor savers;
  private final TableLog log;
  private final CommitFollower follower;

  private final @Nullable KeptIndex kept;
  private final Consumer<SharedIndex> resized;

  /** Held while the index is changed, and while it is written down. */
  private final ReentrantLock changing = new ReentrantLock();

  private final AtomicBoolean saving = new AtomicBoolean();

  private volatile @Nullable LoadedTable loaded;
  private volatile long bytes = EMPTY;
  private volatile long usedAt;

  /** The one load or look that is under way: an index has one writer. */
  private @Nullable CompletableFuture<LoadedTable> running;

  /** A look that has not begun: everybody who came before it begins may rely on it. */
  private @Nullable CompletableFuture<LoadedTable> nextLook;

  private @Nullable Failure failure;
  private Instant lastLook = Instant.MIN;
  private boolean rebuilding;

  /**
   * @param resized is told when the index has another size than before
   */
  SharedIndex(Table table, IndexCounters counters, IndexWork work, Consumer<SharedIndex> resized) {
    this.table = table;
    this.settings = work.settings();
    this.clock = work.clock();
    this.counters = counters;
    this.loaders = work.loaders();
    this.refreshers = work.refreshers();
    this.savers = work.savers();
    this.kept = work.kept(table);
    this.resized = resized;
    this.usedAt = clock.millis();
    this.log = new TableLog(table, settings, clock);
    this.follower = new CommitFollower(table, settings, clock);
  }

  Table table() {
    return table;
  }

  /** Bytes that the index was last found to keep. */
  long bytes() {
    return bytes;
  }

  /** Whether nobody asked for the index for as long as it may idle. */
  boolean isIdle() {
    return clock.millis() - usedAt >= settings.idleTime().toMillis();
  }

  private void used() {
    long now = clock.millis();
    // Not each time: all requests would write to the same place.
    if (now - usedAt > settings.idleTime().toMillis() / 64) {
      usedAt = now;
    }
  }

  TableIndex get() throws TableUnavailableException {
    used();
    LoadedTable known = loaded;
    if (known == null) {
      return await(load());
    }
    counters.hit();
    long age = clock.millis() - known.index().refreshedAt().toEpochMilli();
    long most = settings.maxAge().toMillis();
    if (age >= most) {
      // A commit may have given a file to another partition: what is this old decides nothing.
      return refresh();
    }
    if (age >= most / 2) {
      lookAhead();
    }
    return known.index();
  }

  Optional<TableIndex> current() {
    return Optional.ofNullable(loaded).map(LoadedTable::index);
  }

  /** Looks for commits while requests go on, so that few ever wait for the age of the index. */
  private synchronized void lookAhead() {
    LoadedTable known = loaded;
    if (known != null && running == null && nextLook == null && mayLook()) {
      running = start(() -> lookForCommits(known), refreshers);
    }
  }

  /** Starts a load unless the index is there, or on its way, and does not wait for it. */
  void warmUp() throws TableUnavailableException {
    LOG.debug("Loading the index of {} ahead: {}", table.alias(), load());
  }

  private synchronized CompletableFuture<LoadedTable> load() throws TableUnavailableException {
    LoadedTable known = loaded;
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    if (running == null) {
      throwRecentFailure(BACK_OFF);
      running = start(this::restoreOrReadLog, loaders);
    }
    return running;
  }

  TableIndex refresh() throws TableUnavailableException {
    used();
    CompletableFuture<LoadedTable> look;
    synchronized (this) {
      LoadedTable known = loaded;
      if (known == null) {
        look = load();
      } else if (running != null) {
        look = running;
      } else if (nextLook != null) {
        look = nextLook;
      } else if (!mayLook()) {
        throwRecentFailure(settings.refreshInterval());
        return known.index();
      } else {
        running = start(() -> lookForCommits(known), refreshers);
        look = running;
      }
    }
    return await(look);
  }

  TableIndex catchUp() throws TableUnavailableException {
    used();
    CompletableFuture<LoadedTable> look;
    synchronized (this) {
      if (loaded == null) {
        look = load();
      } else if (nextLook != null) {
        look = nextLook;
      } else {
        look = new CompletableFuture<>();
        nextLook = look;
        beginWhenAllowed(look);
      }
    }
    return await(look);
  }

  /** Begins a look after the one that is under way and not before the interval has passed. */
  private void beginWhenAllowed(CompletableFuture<LoadedTable> look) {
    CompletableFuture<LoadedTable> before = running;
    if (before != null) {
      // Whether that one succeeds does not matter here: its own callers are told.
      var unused = before.whenCompleteAsync((result, failed) -> beginLater(look), refreshers);
    } else {
      beginLater(look);
    }
  }

  private synchronized void beginLater(CompletableFuture<LoadedTable> look) {
    Instant now = clock.instant();
    Instant at = mayLookAt();
    long pause = at.isAfter(now) ? Duration.between(now, at).toMillis() : 0;
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, refreshers)
        .execute(() -> begin(look));
  }

  private void begin(CompletableFuture<LoadedTable> look) {
    LoadedTable known;
    synchronized (this) {
      nextLook = null;
      known = loaded;
      if (known != null) {
        running = look;
      }
    }
    if (known != null) {
      run(() -> lookForCommits(known), look);
      return;
    }
    // The index was dropped meanwhile, so what is read now is new enough.
    try {
      var unused = load().whenComplete((result, failed) -> pass(result, failed, look));
    } catch (TableUnavailableException e) {
      look.completeExceptionally(e);
    }
  }

  private static void pass(
      LoadedTable result, @Nullable Throwable failed, CompletableFuture<LoadedTable> look) {
    if (failed == null) {
      look.complete(result);
    } else {
      look.completeExceptionally(failed);
    }
  }

  private boolean mayLook() {
    return !clock.instant().isBefore(mayLookAt());
  }

  private Instant mayLookAt() {
    return lastLook.equals(Instant.MIN) ? lastLook : lastLook.plus(settings.refreshInterval());
  }

  private void throwRecentFailure(Duration within) throws TableUnavailableException {
    Failure known = failure;
    if (known != null) {
      Duration least = known.least().compareTo(within) > 0 ? known.least() : within;
      if (clock.instant().isBefore(known.at().plus(least))) {
        throw known.reason();
      }
    }
  }

  private LoadedTable restoreOrReadLog() throws Exception {
    Optional<LoadedTable> restored = kept == null ? Optional.empty() : restore(kept);
    if (restored.isPresent()) {
      counters.restored();
      return restored.get();
    }
    return readLog();
  }

  /** What was kept, brought to where the log is; empty if that is not to be had. */
  private Optional<LoadedTable> restore(KeptIndex file) throws IOException {
    Optional<LoadedTable> read = file.read();
    if (read.isEmpty()) {
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
      file.delete();
    }
    return resumed;
  }

  private LoadedTable readLog() throws Exception {
    counters.load();
    return log.load();
  }

  private LoadedTable lookForCommits(LoadedTable known) throws Exception {
    counters.refresh();
    Optional<LoadedTable> followed;
    changing.lock();
    try {
      followed = follower.follow(known);
    } finally {
      changing.unlock();
    }
    if (followed.isPresent()) {
      return followed.get();
    }
    LOG.info("Table {}: the log is another one than before, it is read anew", table.alias());
    // Whatever happens next, what the old log said does not hold any more.
    loaded = null;
    if (kept != null) {
      kept.outdated();
    }
    return readLog();
  }

  private CompletableFuture<LoadedTable> start(Callable<LoadedTable> work, Executor executor) {
    CompletableFuture<LoadedTable> future = new CompletableFuture<>();
    executor.execute(() -> run(work, future));
    return future;
  }

  private void run(Callable<LoadedTable> work, CompletableFuture<LoadedTable> future) {
    Instant start = clock.instant();
    try {
      LoadedTable result = work.call();
      long size = EMPTY + result.index().retainedBytes();
      IndexTooLargeException.check(size, settings.memoryBytes());
      succeeded(result, Duration.between(start, clock.instant()));
      future.complete(result);
      measured(size);
      saveWhenBehind(result);
    } catch (Throwable e) { // Also an error: those who wait must be told.
      future.completeExceptionally(failed(e));
      measured(loaded == null ? EMPTY : bytes);
    }
  }

  private void measured(long size) {
    if (Math.abs(size - bytes) > bytes >> 6) {
      bytes = size;
      resized.accept(this);
    }
  }

  private void saveWhenBehind(LoadedTable result) {
    if (kept != null && kept.isBehind(result, clock.instant())) {
      saveLater(kept);
    }
  }

  /** Has the index written down if its file does not have it as it is. */
  void save() {
    LoadedTable known = loaded;
    if (kept != null && known != null && kept.differs(known)) {
      saveLater(kept);
    }
  }

  private void saveLater(KeptIndex file) {
    if (saving.compareAndSet(false, true)) {
      savers.execute(() -> save(file));
    }
  }

  private void save(KeptIndex file) {
    changing.lock();
    try {
      LoadedTable known = loaded;
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

  private synchronized void succeeded(LoadedTable result, Duration duration) {
    loaded = result;
    failure = null;
    finished();
    counters.succeeded(duration);
    if (!rebuilding && result.builtAt().plus(REBUILD_AFTER).isBefore(clock.instant())) {
      rebuilding = true;
      loaders.execute(this::rebuild);
    }
  }

  private void rebuild() {
    try {
      LoadedTable fresh = readLog();
      // Commits that came meanwhile must not be forgotten again.
      swap(follower.follow(fresh));
    } catch (Exception e) {
      swap(Optional.empty());
      String reason = String.valueOf(LogFailure.of(table.alias(), e).getMessage());
      counters.failed(reason);
      LOG.warn("An old index stays: {}", reason);
    }
  }

  private synchronized void swap(Optional<LoadedTable> fresh) {
    rebuilding = false;
    LoadedTable known = loaded;
    if (known != null
        && fresh.isPresent()
        && fresh.get().index().version() >= known.index().version()) {
      loaded = fresh.get();
      if (kept != null) {
        kept.outdated();
      }
    }
  }

  private synchronized TableUnavailableException failed(Throwable cause) {
    TableUnavailableException reason = LogFailure.of(table.alias(), cause);
    if (!LogFailure.ofStore(cause)) {
      loaded = null;
    }
    Duration least = LogFailure.ofSize(cause) ? LONG_BACK_OFF : Duration.ZERO;
    failure = new Failure(reason, clock.instant(), least);
    finished();
    counters.failed(String.valueOf(reason.getMessage()));
    LOG.warn("The index of a table is not current: {}", reason.getMessage());
    LOG.debug("The cause is", cause);
    return reason;
  }

  private void finished() {
    lastLook = clock.instant();
    running = null;
  }

  private TableIndex await(CompletableFuture<LoadedTable> future) throws TableUnavailableException {
    try {
      return future.get(settings.loadTimeout().toMillis(), TimeUnit.MILLISECONDS).index();
    } catch (TimeoutException e) {
      throw new TableUnavailableException(
          "table " + table.alias() + ": its log is still being read", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableUnavailableException("table " + table.alias() + ": interrupted", null);
    } catch (ExecutionException e) {
      // A new exception for each of those who wait, with a stack of its own.
      Throwable cause = e.getCause();
      throw new TableUnavailableException(
          String.valueOf(cause == null ? null : cause.getMessage()), cause);
    }
  }

  synchronized IndexStatus status() {
    LoadedTable known = loaded;
    boolean lost =
        known != null
            && failure != null
            && clock.millis() - known.index().refreshedAt().toEpochMilli()
                >= settings.maxAge().toMillis();
    IndexStatus.State state =
        lost
            ? IndexStatus.State.FAILED
            : known != null
                ? IndexStatus.State.READY
                : running != null
                    ? IndexStatus.State.LOADING
                    : failure != null ? IndexStatus.State.FAILED : IndexStatus.State.ABSENT;
    return IndexStatuses.of(table.alias(), state, known, counters);
  }
}
