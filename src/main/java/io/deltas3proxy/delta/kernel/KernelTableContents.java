package io.deltas3proxy.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.snapshot.LogSegment;
import io.deltas3proxy.cache.BoundedCache;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.PartitionCounter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableContents;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableTotals;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts with Delta Kernel and our own replay, one table at a time. */
public final class KernelTableContents implements TableContents {

  private static final int MOST_KEPT = 4;
  private static final Duration KEPT_FOR = Duration.ofMinutes(10);

  /** Totals of more partitions are counted each time rather than kept. */
  private static final int MOST_PARTITIONS_KEPT = 100_000;

  /** Counts that wait for the one that runs. */
  private static final int MOST_WAITING = 16;

  private final Duration timeout;
  private final BoundedCache<String, TableTotals> kept =
      BoundedCache.ofRecent(String.class, TableTotals.class, MOST_KEPT, KEPT_FOR);

  // Not a virtual thread: decoding a checkpoint keeps a processor busy for seconds.
  private final ExecutorService counting =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("table-totals-", 0).factory());

  /**
   * @param timeout longest wait of whoever asks, after which the count is given up
   */
  public KernelTableContents(Duration timeout) {
    this.timeout = timeout;
  }

  /** The totals that were counted last. */
  public KeptData kept() {
    return new KeptData("table-totals", kept::use, kept::clear);
  }

  @Override
  public TableTotals partitionTotals(Table table, TableIndex index)
      throws TableUnavailableException {
    TableTotals known = kept.get(table.alias());
    if (known != null
        && known.version() == index.version()
        && known.tableId().equals(index.tableId())
        && known.schema().equals(index.schema())) {
      return known;
    }
    TableTotals counted = await(table);
    if (counted.partitions().size() <= MOST_PARTITIONS_KEPT) {
      kept.put(table.alias(), counted);
    }
    return counted;
  }

  private TableTotals await(Table table) throws TableUnavailableException {
    Future<TableTotals> count;
    try {
      count = counting.submit(() -> count(table));
    } catch (RejectedExecutionException e) {
      throw new TableUnavailableException(
          "table " + table.alias() + ": too many tables are being counted", e);
    }
    try {
      return count.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TableUnavailableException(
          "table " + table.alias() + ": its files are not counted in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableUnavailableException("table " + table.alias() + ": interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw LogFailure.of(table.alias(), cause == null ? e : cause);
    } finally {
      count.cancel(true);
    }
  }

  private static TableTotals count(Table table) throws Exception {
    LogListing listing = new LogListing(table.location());
    Engine engine = DefaultEngine.create(new LogFileIO(table, listing));
    Snapshot snapshot = TableManager.loadSnapshot(LogFileIO.root(table)).build(engine);
    TableShape shape =
        TableShape.of(snapshot.getMetadata(), snapshot.getProtocol(), IndexSettings.DEFAULT);
    PartitionCounter counter = new PartitionCounter();
    LogReader reader =
        new LogReader(
            engine,
            new PartitionReader(shape.schema()),
            new TotalsReplay(counter, table.location()),
            ActionBatch.SIZES);
    LogSegment segment = snapshot.getLogSegment();
    reader.commits(segment.getDeltas().reversed());
    if (!segment.getCheckpoints().isEmpty()) {
      reader.checkpoint(segment.getCheckpoints());
    }
    return counter.totals(shape.tableId(), snapshot.getVersion(), shape.schema());
  }

  @Override
  public void close() {
    counting.shutdownNow();
    kept.close();
  }
}
