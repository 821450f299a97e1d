package io.deltas3proxy.database;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often somebody waited in vain for a connection, which the pool itself does not. */
final class PoolTimeouts implements MetricsTrackerFactory {

  private final LongAdder timeouts = new LongAdder();

  @Override
  public IMetricsTracker create(String poolName, PoolStats poolStats) {
    return new IMetricsTracker() {
      @Override
      public void recordConnectionTimeout() {
        timeouts.increment();
      }
    };
  }

  long sum() {
    return timeouts.sum();
  }
}
