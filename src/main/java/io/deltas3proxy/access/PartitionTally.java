package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.TableTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up partitions, and names the first of them. */
final class PartitionTally {

  /** Most partitions that are named. */
  static final int MOST_NAMED = 1000;

  private final PartitionSchema schema;
  private final List<PartitionView> named = new ArrayList<>();
  private Totals totals = Totals.NONE;

  PartitionTally(PartitionSchema schema) {
    this.schema = schema;
  }

  void add(TableTotals.Partition partition, Optional<String> rule) {
    totals = totals.plus(partition.files(), partition.bytes());
    if (named.size() < MOST_NAMED) {
      named.add(PartitionView.of(schema, partition, rule, Optional.empty()));
    }
  }

  Totals totals() {
    return totals;
  }

  List<PartitionView> named() {
    return named;
  }
}
