package io.deltas3proxy.testing;

import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives out indexes that it is told, and counts how often it is asked to look for commits. */
public final class FakeTableIndexes implements TableIndexes {

  private final Map<String, TableIndex> indexes = new HashMap<>();
  private final Set<String> withoutLog = new HashSet<>();
  private Runnable newCommits = () -> {};
  private int refreshes;

  public FakeTableIndexes with(String alias, TableIndex index) {
    indexes.put(alias, index);
    return this;
  }

  /** Makes a table's log unreadable. */
  public void breakTable(String alias) {
    indexes.remove(alias);
  }

  /** Makes a table one that has no log yet. */
  public FakeTableIndexes withoutLog(String alias) {
    indexes.remove(alias);
    withoutLog.add(alias);
    return this;
  }

  /** What happens when somebody looks for new commits. */
  public void onRefresh(Runnable newCommits) {
    this.newCommits = newCommits;
  }

  public int refreshes() {
    return refreshes;
  }

  @Override
  public TableIndex get(Table table) throws TableUnavailableException {
    TableIndex index = indexes.get(table.alias());
    if (index == null && withoutLog.contains(table.alias())) {
      throw TableUnavailableException.withoutLog("no log", new IOException("nothing there"));
    }
    if (index == null) {
      throw new TableUnavailableException("the log of s3://physical/secret is broken", null);
    }
    return index;
  }

  @Override
  public TableIndex refresh(Table table) throws TableUnavailableException {
    refreshes++;
    newCommits.run();
    return get(table);
  }

  @Override
  public Optional<TableIndex> current(Table table) {
    return Optional.ofNullable(indexes.get(table.alias()));
  }

  @Override
  public TableIndex catchUp(Table table) throws TableUnavailableException {
    return refresh(table);
  }

  @Override
  public void close() {}
}
