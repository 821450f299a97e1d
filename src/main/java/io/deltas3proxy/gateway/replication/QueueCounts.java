package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.Job;
import java.time.Duration;
import java.util.Map;

/**
 * How the queue stands.
 *
 * @param jobs by state and type; those that there are none of are missing
 * @param oldest for how long the oldest job waits that has not begun; zero for none
 */
public record QueueCounts(Map<Key, Long> jobs, Duration oldest) {

  /** Of which there are so many. */
  public record Key(Job.Status status, Job.Type type) {}

  public QueueCounts {
    jobs = Map.copyOf(jobs);
  }

  /** Jobs in a state. */
  public long in(Job.Status status) {
    return jobs.entrySet().stream()
        .filter(entry -> entry.getKey().status() == status)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
