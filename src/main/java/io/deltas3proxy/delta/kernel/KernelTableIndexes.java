package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.cache.BoundedCache;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.IndexMemory;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indexes of tables, read with Delta Kernel and kept in an Ehcache. */
public final class KernelTableIndexes implements TableIndexes {

  private static final Logger LOG = LoggerFactory.getLogger(KernelTableIndexes.class);

  /** Logs that are read at the same time: reading one takes a processor. */
  private static final int LOADERS = 2;

  /** How long closing waits for files to be written. */
  private static final Duration LAST_SAVES = Duration.ofSeconds(20);

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final IndexWork work;
  private final BoundedCache<String, SharedIndex> indexes;
  private final Map<String, IndexCounters> counters = new ConcurrentHashMap<>();

  /** For the states: asking the cache would count as use. What left it is not here either. */
  private final Map<String, WeakReference<SharedIndex>> known = new ConcurrentHashMap<>();

  // Decoding a checkpoint keeps a processor busy for seconds, which on a virtual thread would
  // keep other requests from running.
  private final ExecutorService loaders =
      Executors.newFixedThreadPool(
          LOADERS, Thread.ofPlatform().daemon().name("index-load-", 0).factory());
  private final ExecutorService refreshers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("index-refresh-", 0).factory());
  private final ScheduledExecutorService savers =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("index-save").factory());

  /** Indexes that are in memory alone. */
  public KernelTableIndexes(IndexSettings settings, Clock clock) {
    this(settings, Optional.empty(), clock);
  }

  /**
   * @param directory for what is to be found again when an index left memory, or after a start
   */
  public KernelTableIndexes(
      IndexSettings settings, Optional<IndexDirectory> directory, Clock clock) {
    this.work = new IndexWork(settings, clock, loaders, refreshers, savers, directory);
    this.indexes =
        BoundedCache.ofBytes(
            String.class, SharedIndex.class, settings.memoryBytes(), SharedIndex::bytes);
    var unused =
        savers.scheduleWithFixedDelay(
            this::dropIdle, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public TableIndex get(Table table) throws TableUnavailableException {
    return shared(table).get();
  }

  @Override
  public TableIndex refresh(Table table) throws TableUnavailableException {
    return shared(table).refresh();
  }

  @Override
  public Optional<TableIndex> current(Table table) {
    WeakReference<SharedIndex> reference = known.get(table.alias());
    SharedIndex shared = reference == null ? null : reference.get();
    return shared == null ? Optional.empty() : shared.current();
  }

  @Override
  public TableIndex catchUp(Table table) throws TableUnavailableException {
    return shared(table).catchUp();
  }

  /** Starts to load the indexes of tables, a few at a time, and does not wait for them. */
  public void warmUp(Collection<Table> tables) {
    for (Table table : tables) {
      try {
        shared(table).warmUp();
      } catch (TableUnavailableException e) {
        LOG.warn("An index is not loaded ahead: {}", e.getMessage());
      }
    }
  }

  /** The state of the index of one table; asking does not load it, nor keep it. */
  public IndexStatus status(Table table) {
    WeakReference<SharedIndex> reference = known.get(table.alias());
    SharedIndex shared = reference == null ? null : reference.get();
    return shared == null
        ? IndexStatuses.of(table.alias(), IndexStatus.State.ABSENT, null, countersOf(table.alias()))
        : shared.status();
  }

  /** The states of several tables, in their order. */
  public List<IndexStatus> statuses(Collection<Table> tables) {
    return tables.stream().map(this::status).toList();
  }

  /** The indexes. They follow their logs, so there is no reason to drop them. */
  public KeptData kept() {
    return new KeptData("table-indexes", indexes::use, null);
  }

  /** What a table is at the version of its index. */
  TableState state(Table table) throws TableUnavailableException {
    SharedIndex shared = shared(table);
    var unused = shared.get();
    LoadedTable loaded = shared.loaded();
    if (loaded == null) {
      throw new TableUnavailableException("table " + table.alias() + ": its log changed", null);
    }
    return loaded.state(work.settings());
  }

  IndexSettings settings() {
    return work.settings();
  }

  private SharedIndex shared(Table table) {
    SharedIndex shared = indexes.get(table.alias());
    if (shared != null) {
      return shared;
    }
    SharedIndex fresh = new SharedIndex(table, countersOf(table.alias()), work, this::measure);
    SharedIndex other = indexes.putIfAbsent(table.alias(), fresh);
    if (other != null) {
      return other;
    }
    known.put(table.alias(), new WeakReference<>(fresh));
    noteEvictions();
    return fresh;
  }

  /** Has the cache look at the size of an index again, and others leave for it. */
  private void measure(SharedIndex shared) {
    String alias = shared.table().alias();
    // Each time at most two leave.
    for (int left = known.size(); left >= 0; left--) {
      if (!indexes.measure(alias, shared) || memory().bytes() <= memory().mostBytes()) {
        break;
      }
      noteEvictions();
    }
    noteEvictions();
  }

  private void noteEvictions() {
    known.forEach((alias, reference) -> {
      if (!indexes.contains(alias) && known.remove(alias, reference)) {
        left(alias, reference.get());
      }
    });
  }

  private void left(String alias, @Nullable SharedIndex shared) {
    countersOf(alias).evicted();
    if (shared != null) {
      shared.save();
    }
  }

  /** Lets the indexes leave that nobody asked for as long as they may idle. */
  void dropIdle() {
    known.forEach((alias, reference) -> {
      SharedIndex shared = reference.get();
      if (shared != null
          && shared.isIdle()
          && indexes.remove(alias, shared)
          && known.remove(alias, reference)) {
        left(alias, shared);
      }
    });
  }

  /** Waits until what is to be written by now is written. */
  void awaitSaves() throws InterruptedException, ExecutionException {
    savers.submit(() -> {}).get();
  }

  /** What indexes take of memory and disk. */
  public IndexMemory memory() {
    List<SharedIndex> held =
        known.values().stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    return new IndexMemory(
        held.size(),
        held.stream().mapToLong(SharedIndex::bytes).sum(),
        work.settings().memoryBytes());
  }

  /** Bytes of the files of indexes, 0 where there are none. */
  public long diskBytes() {
    return work.directory().map(IndexDirectory::bytes).orElse(0L);
  }

  private IndexCounters countersOf(String alias) {
    return counters.computeIfAbsent(alias, unused -> new IndexCounters());
  }

  @Override
  public void close() {
    loaders.shutdownNow();
    refreshers.shutdownNow();
    known.values().stream()
        .map(WeakReference::get)
        .filter(Objects::nonNull)
        .forEach(SharedIndex::save);
    savers.shutdown();
    try {
      if (!savers.awaitTermination(LAST_SAVES.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Not all indexes are kept: writing them takes too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    savers.shutdownNow();
    indexes.close();
  }
}
