package io.deltas3proxy.delta.view;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Instant;

/** The columns that the table's index has, once it knows the log as it was seen. */
public final class IndexedColumns implements PartitionColumns {

  private final TableIndexes indexes;

  public IndexedColumns(TableIndexes indexes) {
    this.indexes = indexes;
  }

  @Override
  public PartitionSchema of(Table table, long version, Instant seenAt)
      throws TableUnavailableException {
    TableIndex index = indexes.get(table);
    boolean current = index.version() >= version && !index.refreshedAt().isBefore(seenAt);
    return (current ? index : indexes.catchUp(table)).schema();
  }
}
