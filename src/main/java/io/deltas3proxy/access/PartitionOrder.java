package io.deltas3proxy.access;

import io.deltas3proxy.delta.TableTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order in which explanations name partitions: by the texts of their values, null first. */
final class PartitionOrder {

  private PartitionOrder() {}

  static List<TableTotals.Partition> sorted(TableTotals totals) {
    List<TableTotals.Partition> partitions = new ArrayList<>(totals.partitions());
    partitions.sort((left, right) -> compare(left.values().values(), right.values().values()));
    return partitions;
  }

  private static int compare(List<@Nullable String> left, List<@Nullable String> right) {
    Comparator<@Nullable String> nullsFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    int order = 0;
    for (int i = 0; i < left.size() && order == 0; i++) {
      order = nullsFirst.compare(left.get(i), right.get(i));
    }
    return order;
  }
}
