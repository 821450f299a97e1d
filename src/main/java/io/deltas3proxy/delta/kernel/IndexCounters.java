package io.deltas3proxy.delta.kernel;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What happened to the index of one table since the start, also when it left in between. */
final class IndexCounters {

  private final LongAdder loads = new LongAdder();
  private final LongAdder restores = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder refreshes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private volatile @Nullable Duration lastDuration;
  private volatile @Nullable String lastError;

  void hit() {
    hits.increment();
  }

  void load() {
    loads.increment();
  }

  void restored() {
    restores.increment();
  }

  void evicted() {
    evictions.increment();
  }

  void refresh() {
    refreshes.increment();
  }

  void succeeded(Duration duration) {
    lastDuration = duration;
    lastError = null;
  }

  void failed(String reason) {
    failures.increment();
    lastError = reason;
  }

  long loads() {
    return loads.sum();
  }

  long restores() {
    return restores.sum();
  }

  long evictions() {
    return evictions.sum();
  }

  long refreshes() {
    return refreshes.sum();
  }

  long failures() {
    return failures.sum();
  }

  long hits() {
    return hits.sum();
  }

  @Nullable Duration lastDuration() {
    return lastDuration;
  }

  @Nullable String lastError() {
    return lastError;
  }
}
