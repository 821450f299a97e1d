package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.TableIndexes;

/** What views need to know of a table beyond the file that they rewrite. */
public record TableKnowledge(RemovedFiles removed, PartitionColumns columns) {

  /** What indexes know. */
  public static TableKnowledge of(TableIndexes indexes, TableHistory history) {
    return new TableKnowledge(new IndexedRemovals(indexes, history), new IndexedColumns(indexes));
  }
}
