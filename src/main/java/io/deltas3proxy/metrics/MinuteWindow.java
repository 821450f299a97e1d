package io.deltas3proxy.metrics;

import java.time.Clock;
import java.time.Instant;

/** Count and sum of what was recorded in the last 60 seconds, in 60 slots of one second. */
final class MinuteWindow {

  private static final int SLOTS = 60;

  private final Clock clock;
  private final long[] seconds = new long[SLOTS];
  private final long[] counts = new long[SLOTS];
  private final double[] sums = new double[SLOTS];

  MinuteWindow(Clock clock) {
    this.clock = clock;
  }

  synchronized void record(double value) {
    long second = now();
    int slot = Math.floorMod(second, SLOTS);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
      sums[slot] = 0;
    }
    counts[slot]++;
    sums[slot] += value;
  }

  /** The mean of the values; 0 when there was none. */
  synchronized double average() {
    long oldest = now() - SLOTS;
    long count = 0;
    double sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (seconds[slot] > oldest) {
        count += counts[slot];
        sum += sums[slot];
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private long now() {
    return Instant.now(clock).getEpochSecond();
  }
}
