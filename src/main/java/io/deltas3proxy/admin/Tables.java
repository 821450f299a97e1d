package io.deltas3proxy.admin;

import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.util.Collection;
import java.util.function.Function;

/**
 * What administrators see of tables.
 *
 * @param catalog with the tables as the indexes know them
 */
public record Tables(
    TableCatalog catalog, TableIndexes indexes, Function<Table, IndexStatus> statuses) {

  Collection<Table> all() {
    return catalog.all();
  }

  Table require(String alias) {
    return catalog
        .find(alias)
        .orElseThrow(() -> AdminException.missing("There is no table of this alias"));
  }

  IndexStatus status(Table table) {
    return statuses.apply(table);
  }

  /** Looks for new commits. */
  IndexStatus refresh(Table table) throws TableUnavailableException {
    indexes.catchUp(table);
    return status(table);
  }
}
