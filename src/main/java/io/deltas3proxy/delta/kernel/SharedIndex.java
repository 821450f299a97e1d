package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
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

  /** What an index without anything in it is counted as, in bytes. */
  private static final long EMPTY = 2048;

  private final Table table;
  private final IndexSettings settings;
  private final Clock clock;
  private final IndexCounters counters;
  private final Executor loaders;
  private final Executor refreshers;
  private final TableLog log;
  private final CommitFollower follower;
  private final LastUse use;
  private final IndexSaving saving;
  private final Consumer<SharedIndex> resized;

  private volatile @Nullable LoadedTable loaded;
  private volatile long bytes = EMPTY;

  /** The one load or look that is under way: an index has one writer. */
  private @Nullable CompletableFuture<LoadedTable> running;

  /** A look that has not begun: everybody who came before it begins may rely on it. */
  private @Nullable CompletableFuture<LoadedTable> nextLook;

  private @Nullable RecentFailure failure;
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
    this.saving = new IndexSaving(table, work, () -> loaded);
    this.resized = resized;
    this.use = new LastUse(clock, settings.idleTime());
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

  boolean isIdle() {
    return use.isLongAgo();
  }

  TableIndex get() throws TableUnavailableException {
    use.now();
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

  /** The index with what it was made of; {@code null} while there is none. */
  @Nullable LoadedTable loaded() {
    return loaded;
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
    use.now();
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
    use.now();
    CompletableFuture<LoadedTable> look;
    synchronized (this) {
      if (loaded == null) {
        forgetMissingLog();
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
    RecentFailure known = failure;
    if (known != null) {
      known.throwWithin(within, clock.instant());
    }
  }

  /** A table may have got its first commit since, and that there is none costs one listing. */
  private void forgetMissingLog() {
    RecentFailure known = failure;
    if (known != null && known.reason().hasNoLog()) {
      failure = null;
    }
  }

  private LoadedTable restoreOrReadLog() throws Exception {
    Optional<LoadedTable> restored = saving.restore(follower);
    if (restored.isPresent()) {
      counters.restored();
      return restored.get();
    }
    return readLog();
  }

  private LoadedTable readLog() throws Exception {
    counters.load();
    return log.load();
  }

  private LoadedTable lookForCommits(LoadedTable known) throws Exception {
    counters.refresh();
    Optional<LoadedTable> followed = saving.change(() -> follower.follow(known));
    if (followed.isPresent()) {
      return followed.get();
    }
    LOG.info("Table {}: the log is another one than before, it is read anew", table.alias());
    // Whatever happens next, what the old log said does not hold any more.
    loaded = null;
    saving.outdated();
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
      measured(size);
      saving.saveWhenBehind(result);
      future.complete(result);
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

  /** Has the index written down, where indexes are kept, if its file does not have it. */
  void save() {
    saving.save();
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
      saving.outdated();
    }
  }

  private synchronized TableUnavailableException failed(Throwable cause) {
    RecentFailure recent = RecentFailure.of(table.alias(), cause, clock.instant());
    TableUnavailableException reason = recent.reason();
    if (!LogFailure.ofStore(cause)) {
      loaded = null;
    }
    recent.tell(failure, cause);
    failure = recent;
    finished();
    counters.failed(String.valueOf(reason.getMessage()));
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
    Instant oldest = clock.instant().minus(settings.maxAge());
    IndexStatus.State state = IndexStatuses.state(known, running != null, failure, oldest);
    return IndexStatuses.of(table.alias(), state, known, counters);
  }
}
