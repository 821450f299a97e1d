package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;

/** Tells by which columns a table is partitioned. */
@FunctionalInterface
public interface PartitionColumns {

  /**
   * The columns now.
   *
   * @param version newest one that was seen of the log; the columns are not those of before it
   * @throws TableUnavailableException if the log cannot be known that far
   */
  PartitionSchema of(Table table, long version) throws TableUnavailableException;
}
