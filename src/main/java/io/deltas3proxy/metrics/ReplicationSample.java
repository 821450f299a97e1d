package io.deltas3proxy.metrics;

import java.util.List;

/**
 * How the replicas of the gateway and the jobs about them stand, see {@link ReplicationCollector}.
 *
 * @param jobs in the queue of all instances, by type and state
 * @param lagSeconds for how long the oldest job waits that has not begun
 * @param versions by state of their replicas
 * @param replicas by backend and state
 * @param ends tries of jobs of this instance, by type and how they ended
 * @param copiedBytes by jobs of this instance
 */
public record ReplicationSample(
    List<Counted> jobs,
    double lagSeconds,
    List<Counted> versions,
    List<Counted> replicas,
    List<Counted> ends,
    double copiedBytes) {

  /** So many with some labels. */
  public record Counted(List<String> labels, double count) {
    public Counted {
      labels = List.copyOf(labels);
    }
  }

  public ReplicationSample {
    jobs = List.copyOf(jobs);
    versions = List.copyOf(versions);
    replicas = List.copyOf(replicas);
    ends = List.copyOf(ends);
  }
}
