package io.deltas3proxy.delta;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The tables that are offered, by alias. Aliases are compared exactly. */
public final class TableCatalog {

  private final NavigableMap<String, Table> tables;

  /** An alias that occurs twice is refused. */
  public TableCatalog(Collection<Table> tables) {
    NavigableMap<String, Table> byAlias = new TreeMap<>();
    for (Table table : tables) {
      if (byAlias.put(table.alias(), table) != null) {
        throw new IllegalArgumentException("table alias given twice: " + table.alias());
      }
    }
    this.tables = Collections.unmodifiableNavigableMap(byAlias);
  }

  public Optional<Table> find(String alias) {
    return Optional.ofNullable(tables.get(alias));
  }

  /** All tables, in the order of their aliases. */
  public Collection<Table> all() {
    return tables.values();
  }
}
