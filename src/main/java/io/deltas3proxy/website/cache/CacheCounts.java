package io.deltas3proxy.website.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the cache does. */
final class CacheCounts {
  final LongAdder hits = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder confirmed = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder evicted = new LongAdder();
  final LongAdder diskFailures = new LongAdder();
}
