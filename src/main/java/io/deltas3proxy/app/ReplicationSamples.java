package io.deltas3proxy.app;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.replication.JobStatistics;
import io.deltas3proxy.metrics.ReplicationSample;
import io.deltas3proxy.metrics.ReplicationSample.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how replication stands, no more often than the database should be asked. */
final class ReplicationSamples implements Supplier<Optional<ReplicationSample>> {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicationSamples.class);
  private static final Duration QUEUE = Duration.ofSeconds(5);

  /** All rows are counted. */
  private static final Duration ROWS = Duration.ofMinutes(1);

  private record Queue(Instant readAt, List<Counted> jobs, double lagSeconds) {}

  private record Rows(Instant readAt, List<Counted> versions, List<Counted> replicas) {}

  private final JdbcStatistics statistics;
  private final JobStatistics jobs;
  private final Clock clock;
  private @Nullable Queue queue;
  private @Nullable Rows rows;

  ReplicationSamples(JdbcStatistics statistics, JobStatistics jobs, Clock clock) {
    this.statistics = statistics;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<ReplicationSample> get() {
    try {
      Queue waiting = queue;
      if (waiting == null || isOver(waiting.readAt(), QUEUE)) {
        waiting = readQueue();
        queue = waiting;
      }
      Rows counted = rows;
      if (counted == null || isOver(counted.readAt(), ROWS)) {
        counted = readRows();
        rows = counted;
      }
      return Optional.of(
          new ReplicationSample(
              waiting.jobs(),
              waiting.lagSeconds(),
              counted.versions(),
              counted.replicas(),
              ends(),
              jobs.bytes()));
    } catch (MetadataUnavailableException e) {
      LOG.debug("Replication cannot be measured now", e);
      return Optional.empty();
    }
  }

  private boolean isOver(Instant readAt, Duration kept) {
    return !clock.instant().isBefore(readAt.plus(kept));
  }

  private Queue readQueue() throws MetadataUnavailableException {
    List<Counted> counts = new ArrayList<>();
    for (JdbcStatistics.QueueCount each : statistics.queue()) {
      counts.add(new Counted(List.of(word(each.type()), word(each.status())), each.jobs()));
    }
    double lag = statistics.lag().map(each -> each.toMillis() / 1000.0).orElse(0.0);
    return new Queue(clock.instant(), counts, lag);
  }

  private Rows readRows() throws MetadataUnavailableException {
    List<Counted> versions = new ArrayList<>();
    for (JdbcStatistics.VersionCount each : statistics.versions()) {
      versions.add(new Counted(List.of(word(each.status())), each.versions()));
    }
    List<Counted> replicas = new ArrayList<>();
    for (JdbcStatistics.ReplicaStateCount each : statistics.replicaStates()) {
      replicas.add(new Counted(List.of(each.backend(), word(each.status())), each.replicas()));
    }
    return new Rows(clock.instant(), versions, replicas);
  }

  private List<Counted> ends() {
    List<Counted> ends = new ArrayList<>();
    for (Job.Type type : Job.Type.values()) {
      for (Job.Status status : Job.Status.values()) {
        long count = jobs.ended(type, status);
        if (count > 0) {
          ends.add(new Counted(List.of(word(type), word(status)), count));
        }
      }
    }
    return ends;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
