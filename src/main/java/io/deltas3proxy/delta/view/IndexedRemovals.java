package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;

/**
 * Finds the partition of removed files in the table's index, and for files that left the table so
 * long ago that the index forgot them, in the whole log.
 */
public final class IndexedRemovals implements RemovedFiles {

  private final TableIndexes indexes;
  private final TableHistory history;

  public IndexedRemovals(TableIndexes indexes, TableHistory history) {
    this.indexes = indexes;
    this.history = history;
  }

  @Override
  public boolean visible(Table table, String relativeKey, long version, PartitionPolicy policy)
      throws TableUnavailableException {
    TableIndex index = indexes.get(table);
    if (index.version() < version) {
      index = indexes.catchUp(table);
    }
    Sight sight = look(index, table, relativeKey, policy);
    if (sight == Sight.UNKNOWN) {
      sight = look(history.upTo(table, version), table, relativeKey, policy);
    }
    return sight == Sight.VISIBLE;
  }

  private static Sight look(
      TableIndex index, Table table, String relativeKey, PartitionPolicy policy)
      throws TableUnavailableException {
    if (!index.schema().equals(policy.schema())) {
      throw new TableUnavailableException(
          "table " + table.alias() + ": its partition columns changed meanwhile", null);
    }
    return index.look(table.location().address(relativeKey), policy.filter(index));
  }
}
