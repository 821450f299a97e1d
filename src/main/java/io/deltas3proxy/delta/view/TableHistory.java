package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;

/** All files that a log still names, also those whose retention passed. */
@FunctionalInterface
public interface TableHistory {

  /**
   * An index of every file that any commit or checkpoint of the log names. Costs a reading of the
   * whole log, which few tables need.
   *
   * @param version that the index must know
   * @throws TableUnavailableException if the log cannot be read or is not supported
   */
  TableIndex upTo(Table table, long version) throws TableUnavailableException;
}
