package io.deltas3proxy.delta.kernel;

import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.IndexStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes down the state of indexes. */
final class IndexStatuses {

  private IndexStatuses() {}

  /** How an index is that is not known to be lost. */
  static IndexStatus.State state(boolean loaded, boolean running, @Nullable RecentFailure failure) {
    if (loaded) {
      return IndexStatus.State.READY;
    }
    if (failure != null && failure.reason().hasNoLog()) {
      return IndexStatus.State.NEW;
    }
    if (running) {
      return IndexStatus.State.LOADING;
    }
    return failure != null ? IndexStatus.State.FAILED : IndexStatus.State.ABSENT;
  }

  /** The same of one that may be too old to decide anything, since looks at the log fail. */
  static IndexStatus.State state(
      @Nullable LoadedTable loaded,
      boolean running,
      @Nullable RecentFailure failure,
      Instant oldest) {
    boolean lost =
        loaded != null && failure != null && !loaded.index().refreshedAt().isAfter(oldest);
    return lost ? IndexStatus.State.FAILED : state(loaded != null, running, failure);
  }

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
