package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of the jobs of this instance, and how much they moved. */
public final class JobStatistics {

  private final Map<Job.Type, Map<Job.Status, LongAdder>> ends = new EnumMap<>(Job.Type.class);
  private final LongAdder bytes = new LongAdder();

  public JobStatistics() {
    for (Job.Type type : Job.Type.values()) {
      Map<Job.Status, LongAdder> counts = new EnumMap<>(Job.Status.class);
      for (Job.Status status : Job.Status.values()) {
        counts.put(status, new LongAdder());
      }
      ends.put(type, counts);
    }
  }

  void count(Job.Type type, Job.Status end) {
    counter(type, end).increment();
  }

  void moved(long count) {
    bytes.add(count);
  }

  /** Tries that ended so. */
  public long ended(Job.Type type, Job.Status end) {
    return counter(type, end).sum();
  }

  /** Bytes that were copied to backends. */
  public long bytes() {
    return bytes.sum();
  }

  private LongAdder counter(Job.Type type, Job.Status end) {
    Map<Job.Status, LongAdder> counts = ends.get(type);
    LongAdder counter = counts == null ? null : counts.get(end);
    if (counter == null) {
      throw new IllegalStateException("no counter of " + type + " " + end);
    }
    return counter;
  }
}
