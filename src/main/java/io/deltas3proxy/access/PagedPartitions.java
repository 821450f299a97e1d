package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.TableTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes one page of the partitions that go by. */
final class PagedPartitions {

  private final PartitionSchema schema;
  private final PartitionPage wanted;
  private final List<PartitionView> page = new ArrayList<>();
  private int skipped;
  private boolean more;

  PagedPartitions(PartitionSchema schema, PartitionPage wanted) {
    this.schema = schema;
    this.wanted = wanted;
  }

  void offer(TableTotals.Partition partition, Optional<String> rule, Optional<String> writeRule) {
    Boolean allowed = wanted.allowed();
    if (allowed != null && allowed != rule.isPresent()) {
      return;
    }
    if (skipped < wanted.offset()) {
      skipped++;
    } else if (page.size() < wanted.most()) {
      page.add(PartitionView.of(schema, partition, rule, writeRule));
    } else {
      more = true;
    }
  }

  List<PartitionView> page() {
    return page;
  }

  boolean more() {
    return more;
  }
}
