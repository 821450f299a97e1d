package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.TableTotals;
import java.util.List;
import java.util.Optional;

/** Compares what one caller sees of a table with what they would see. */
final class SightComparison {

  private final PartitionJudge now;
  private final PartitionJudge then;
  private final TableTotals table;

  SightComparison(PartitionJudge now, PartitionJudge then, TableTotals table) {
    this.now = now;
    this.then = then;
    this.table = table;
  }

  SightChange compare(
      ExplainedCaller caller, String alias, List<TableTotals.Partition> partitions) {
    PartitionSchema schema = table.schema();
    PartitionTally before = new PartitionTally(schema);
    PartitionTally after = new PartitionTally(schema);
    PartitionTally gained = new PartitionTally(schema);
    PartitionTally lost = new PartitionTally(schema);
    for (TableTotals.Partition partition : partitions) {
      Optional<String> present = ruleOf(now, caller, partition);
      Optional<String> proposed = ruleOf(then, caller, partition);
      present.ifPresent(rule -> before.add(partition, present));
      proposed.ifPresent(rule -> after.add(partition, proposed));
      if (present.isEmpty() && proposed.isPresent()) {
        gained.add(partition, proposed);
      } else if (present.isPresent() && proposed.isEmpty()) {
        lost.add(partition, present);
      }
    }
    return new SightChange(
        caller,
        alias,
        table.version(),
        then.views(),
        new SightChange.Sides(before.totals(), after.totals()),
        new SightChange.Partitions(gained.totals(), gained.named()),
        new SightChange.Partitions(lost.totals(), lost.named()));
  }

  private static Optional<String> ruleOf(
      PartitionJudge judge, ExplainedCaller caller, TableTotals.Partition partition) {
    return caller.disabled() ? Optional.empty() : judge.ruleFor(partition.values());
  }
}
