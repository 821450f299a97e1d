package io.deltas3proxy.access;

import io.deltas3proxy.delta.PartitionValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The partitions that a commit was found to touch while it was reviewed, the first of them: for the
 * audit trail. Empty for other changes. For one thread.
 */
public final class TouchedPartitions {

  private final Set<PartitionValues> some = new LinkedHashSet<>();
  private boolean more;
  private boolean refused;

  void add(PartitionValues partition) {
    if (some.size() < Grounds.MOST_PARTITIONS) {
      some.add(partition);
    } else if (!some.contains(partition)) {
      more = true;
    }
  }

  /** The commit is not taken. */
  void refuse() {
    refused = true;
  }

  List<PartitionValues> some() {
    return new ArrayList<>(some);
  }

  /** Whether there are further ones. */
  boolean more() {
    return more;
  }

  boolean isRefused() {
    return refused;
  }
}
