package io.deltas3proxy.access;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import java.util.HashMap;
import java.util.Map;

/** Gives everyone the rules of the configuration. */
public final class StaticAccessController implements AccessController {

  private final Map<String, TableAccess> byAlias;

  public StaticAccessController(StaticRules rules, TableCatalog catalog, TableIndexes indexes) {
    Map<String, TableAccess> access = new HashMap<>();
    for (Table table : catalog.all()) {
      access.put(table.alias(), new RuledTableAccess(table, rules.of(table.alias()), indexes));
    }
    this.byAlias = Map.copyOf(access);
  }

  @Override
  public TableAccess tableAccess(Caller caller, Table table) {
    TableAccess access = byAlias.get(table.alias());
    if (access == null) {
      throw new IllegalArgumentException("not a table of the catalog: " + table.alias());
    }
    return access;
  }
}
