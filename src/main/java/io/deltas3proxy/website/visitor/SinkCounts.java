package io.deltas3proxy.website.visitor;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of the visits of one sink. */
final class SinkCounts {

  final AtomicLong published = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong failures = new AtomicLong();

  SinkStatistics statistics(String sink, int waiting) {
    return new SinkStatistics(
        sink, published.get(), dropped.get(), failed.get(), failures.get(), waiting);
  }
}
