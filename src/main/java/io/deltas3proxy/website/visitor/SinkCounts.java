package io.deltas3proxy.website.visitor;

import io.deltas3proxy.metrics.VisitSample;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of the visits of one sink. */
final class SinkCounts {

  final AtomicLong published = new AtomicLong();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong failed = new AtomicLong();
  final AtomicLong failures = new AtomicLong();

  VisitSample sample(String sink, int waiting) {
    return new VisitSample(
        sink, published.get(), dropped.get(), failed.get(), failures.get(), waiting);
  }
}
