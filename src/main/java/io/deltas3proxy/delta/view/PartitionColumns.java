package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Instant;

/** Tells by which columns a table is partitioned. */
@FunctionalInterface
public interface PartitionColumns {

  /**
   * The columns now.
   *
   * @param version newest one that was seen of the log; the columns are not those of before it
   * @param seenAt when the log was first seen as it is; a log that took the place of another may
   *     have the same versions
   * @throws TableUnavailableException if the log cannot be known that far
   */
  PartitionSchema of(Table table, long version, Instant seenAt) throws TableUnavailableException;
}
