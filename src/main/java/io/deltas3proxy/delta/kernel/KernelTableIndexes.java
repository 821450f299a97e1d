package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.cache.BoundedCache;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indexes of tables, read with Delta Kernel and kept in an Ehcache. */
public final class KernelTableIndexes implements TableIndexes {

  private static final Logger LOG = LoggerFactory.getLogger(KernelTableIndexes.class);

  /** Logs that are read at the same time: reading one takes a processor. */
  private static final int LOADERS = 2;

  private final IndexSettings settings;
  private final Clock clock;
  private final BoundedCache<String, SharedIndex> indexes;
  private final Map<String, IndexCounters> counters = new ConcurrentHashMap<>();

  /** For the states: asking the cache would count as use. */
  private final Map<String, WeakReference<SharedIndex>> known = new ConcurrentHashMap<>();

  // Decoding a checkpoint keeps a processor busy for seconds, which on a virtual thread would
  // keep other requests from running.
  private final ExecutorService loaders =
      Executors.newFixedThreadPool(
          LOADERS, Thread.ofPlatform().daemon().name("index-load-", 0).factory());
  private final ExecutorService refreshers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("index-refresh-", 0).factory());

  public KernelTableIndexes(IndexSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.indexes =
        BoundedCache.ofUsed(
            String.class, SharedIndex.class, settings.maxTables(), settings.idleTime());
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

  private SharedIndex shared(Table table) {
    SharedIndex shared = indexes.get(table.alias());
    if (shared != null) {
      return shared;
    }
    SharedIndex fresh =
        new SharedIndex(table, settings, clock, countersOf(table.alias()), loaders, refreshers);
    SharedIndex other = indexes.putIfAbsent(table.alias(), fresh);
    if (other != null) {
      return other;
    }
    known.put(table.alias(), new WeakReference<>(fresh));
    return fresh;
  }

  private IndexCounters countersOf(String alias) {
    return counters.computeIfAbsent(alias, unused -> new IndexCounters());
  }

  @Override
  public void close() {
    loaders.shutdownNow();
    refreshers.shutdownNow();
    indexes.close();
  }
}
