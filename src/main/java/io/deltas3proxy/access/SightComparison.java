package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.TableTotals;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares what one caller sees and writes of a table with what they would. */
final class SightComparison {

  private final CallerJudge now;
  private final CallerJudge then;
  private final TableTotals table;

  SightComparison(CallerJudge now, CallerJudge then, TableTotals table) {
    this.now = now;
    this.then = then;
    this.table = table;
  }

  SightChange compare(
      ExplainedCaller caller, String alias, List<TableTotals.Partition> partitions) {
    Sides sees = new Sides(table.schema(), partitions, now::sees, then::sees);
    Sides writes = new Sides(table.schema(), partitions, now::writes, then::writes);
    return new SightChange(
        caller,
        alias,
        table.version(),
        then.views(),
        new SightChange.Sides(sees.before.totals(), sees.after.totals()),
        partitions(sees.gained),
        partitions(sees.lost),
        new SightChange.Writing(
            now.rights(writes.before.totals()),
            then.rights(writes.after.totals()),
            partitions(writes.gained),
            partitions(writes.lost)));
  }

  private static SightChange.Partitions partitions(PartitionTally tally) {
    return new SightChange.Partitions(tally.totals(), tally.named());
  }

  /** The partitions that a caller has for one purpose, by the rules of now and the proposed. */
  private static final class Sides {
    final PartitionTally before;
    final PartitionTally after;
    final PartitionTally gained;
    final PartitionTally lost;

    Sides(
        PartitionSchema schema,
        List<TableTotals.Partition> partitions,
        Function<PartitionValues, Optional<String>> now,
        Function<PartitionValues, Optional<String>> then) {
      before = new PartitionTally(schema);
      after = new PartitionTally(schema);
      gained = new PartitionTally(schema);
      lost = new PartitionTally(schema);
      for (TableTotals.Partition partition : partitions) {
        Optional<String> present = now.apply(partition.values());
        Optional<String> proposed = then.apply(partition.values());
        present.ifPresent(rule -> before.add(partition, present));
        proposed.ifPresent(rule -> after.add(partition, proposed));
        if (present.isEmpty() && proposed.isPresent()) {
          gained.add(partition, proposed);
        } else if (present.isPresent() && proposed.isEmpty()) {
          lost.add(partition, present);
        }
      }
    }
  }
}
