package io.deltas3proxy.app;

import io.deltas3proxy.delta.IndexMemory;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.metrics.IndexMemorySample;
import io.deltas3proxy.metrics.IndexSample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Turns what is known of indexes into what the metrics show. */
final class IndexSamples {

  private static final double MILLIS = 1000;

  private IndexSamples() {}

  static IndexSample of(IndexStatus status, Clock clock) {
    Duration lastDuration = status.lastDuration();
    Instant refreshedAt = status.refreshedAt();
    return new IndexSample(
        status.alias(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.version(),
        status.objects(),
        status.bytes(),
        refreshedAt == null ? -1 : seconds(Duration.between(refreshedAt, clock.instant())),
        lastDuration == null ? -1 : seconds(lastDuration),
        status.loads(),
        status.restores(),
        status.refreshes(),
        status.failures(),
        status.hits(),
        status.evictions());
  }

  static IndexMemorySample of(IndexMemory memory, long diskBytes) {
    return new IndexMemorySample(memory.entries(), memory.bytes(), memory.mostBytes(), diskBytes);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
