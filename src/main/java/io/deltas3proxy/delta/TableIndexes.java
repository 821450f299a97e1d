package io.deltas3proxy.delta;

import java.util.Optional;

/**
 * The indexes of all tables: loaded when first asked for, shared, refreshed when asked, each by one
 * thread at a time while the others wait.
 */
public interface TableIndexes extends AutoCloseable {

  /**
   * The index of a table, as current as the last refresh made it.
   *
   * @throws TableUnavailableException if the log cannot be read or is not supported, or if loading
   *     takes longer than a request may wait
   */
  TableIndex get(Table table) throws TableUnavailableException;

  /** The index if it is there: never loads, looks or waits. */
  Optional<TableIndex> current(Table table);

  /**
   * The index after a look for new commits that is not older than the configured least interval:
   * for listings, which may be that far behind. Concurrent callers share one look; within the
   * interval since the last one there is none, and the index is returned as it is.
   *
   * @throws TableUnavailableException as {@link #get}
   */
  TableIndex refresh(Table table) throws TableUnavailableException;

  /**
   * The index after a look for new commits that began after this call, for a caller who met an
   * object that the index does not know: what was committed before the call is in it. Waits until
   * the least interval since the last look has passed; all who wait share the look.
   *
   * @throws TableUnavailableException as {@link #get}
   */
  TableIndex catchUp(Table table) throws TableUnavailableException;

  @Override
  void close();
}
