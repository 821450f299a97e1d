package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.IndexStatus;
import org.jspecify.annotations.Nullable;

/** Writes down the state of indexes. */
final class IndexStatuses {

  private IndexStatuses() {}

  static IndexStatus of(
      String alias, IndexStatus.State state, @Nullable LoadedTable loaded, IndexCounters counters) {
    CompactTableIndex index = loaded == null ? null : loaded.index();
    return new IndexStatus(
        alias,
        state,
        index == null ? -1 : index.version(),
        index == null ? null : index.refreshedAt(),
        index == null ? 0 : index.objectCount(),
        index == null ? 0 : index.retainedBytes(),
        counters.lastDuration(),
        counters.lastError(),
        counters.loads(),
        counters.restores(),
        counters.refreshes(),
        counters.failures(),
        counters.hits(),
        counters.evictions());
  }
}
