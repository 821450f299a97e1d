package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;

/** The columns that the table's index has, once it knows the newest commit. */
public final class IndexedColumns implements PartitionColumns {

  private final TableIndexes indexes;

  public IndexedColumns(TableIndexes indexes) {
    this.indexes = indexes;
  }

  @Override
  public PartitionSchema of(Table table, long version) throws TableUnavailableException {
    TableIndex index = indexes.get(table);
    return (index.version() < version ? indexes.catchUp(table) : index).schema();
  }
}
