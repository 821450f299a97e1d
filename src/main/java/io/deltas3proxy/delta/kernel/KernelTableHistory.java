package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.view.TableHistory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads whole logs when they are asked for, one at a time, and keeps the last few. */
public final class KernelTableHistory implements TableHistory {

  private static final int MOST_KEPT = 2;

  private final IndexSettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, TableIndex> kept = new LinkedHashMap<>(4, 0.75f, true);

  public KernelTableHistory(IndexSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public TableIndex upTo(Table table, long version) throws TableUnavailableException {
    lock.lock();
    try {
      @Nullable TableIndex known = kept.get(table.alias());
      if (known != null && known.version() >= version) {
        return known;
      }
      TableIndex fresh = read(table);
      kept.put(table.alias(), fresh);
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private TableIndex read(Table table) throws TableUnavailableException {
    try {
      return new TableLog(table, settings, clock).loadAll().index();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LogFailure.of(table.alias(), e);
    } catch (Exception e) {
      throw LogFailure.of(table.alias(), e);
    }
  }
}
