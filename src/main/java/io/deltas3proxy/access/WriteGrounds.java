package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what decisions on changes rest on. */
final class WriteGrounds {

  private final Table table;
  private final List<NamedRule> rules;
  private final TableIndexes indexes;

  /**
   * @param rules to write
   */
  WriteGrounds(Table table, List<NamedRule> rules, TableIndexes indexes) {
    this.table = table;
    this.rules = rules;
    this.indexes = indexes;
  }

  Grounds find(ObjectAddress address, TouchedPartitions touched) {
    String key = address.key().substring(table.location().keyPrefix().length());
    TableIndex index = indexes.current(table).orElse(null);
    if (index == null) {
      Grounds known = ObjectGrounds.withoutIndex(key, rules);
      return new Grounds(known.kind(), List.of(), false, wholeTable(), -1);
    }
    PartitionJudge judge = new PartitionJudge(rules, index.schema());
    Grounds known =
        touched.some().isEmpty()
            ? ofObject(ObjectGrounds.find(key, address, judge, index), judge)
            : ofCommit(touched, judge, index);
    return touched.isRefused() ? known.denied() : known;
  }

  /** What no log names is of no partition: any rule lets it be stored that fits the table. */
  private Grounds ofObject(Grounds found, PartitionJudge judge) {
    if (!found.partitions().isEmpty()) {
      return found;
    }
    String whole = wholeTable();
    String rule = whole == null ? judge.fittingRule().orElse(null) : whole;
    return new Grounds(found.kind(), List.of(), false, rule, found.indexVersion());
  }

  private static Grounds ofCommit(
      TouchedPartitions touched, PartitionJudge judge, TableIndex index) {
    PartitionSchema schema = index.schema();
    List<Map<String, @Nullable String>> partitions = new ArrayList<>();
    String rule = null;
    for (PartitionValues values : touched.some()) {
      // The columns may have changed meanwhile.
      if (values.values().size() == schema.columns().size()) {
        partitions.add(ObjectGrounds.byColumn(schema, values));
        rule = rule == null ? judge.ruleFor(values).orElse(null) : rule;
      }
    }
    return new Grounds(ObjectKind.LOG, partitions, touched.more(), rule, index.version());
  }

  private @Nullable String wholeTable() {
    return rules.stream()
        .filter(named -> NamedRule.anyOfWholeTable(List.of(named)))
        .map(NamedRule::name)
        .findFirst()
        .orElse(null);
  }
}
