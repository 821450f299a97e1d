package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;

/** Gives the views of tables' logs. */
@FunctionalInterface
public interface TableViews {

  /** The view of a table's log through a policy; asked for anew for each use. */
  LogView of(Table table, PartitionPolicy policy);
}
