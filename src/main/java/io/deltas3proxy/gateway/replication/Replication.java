package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Everything of this package, put together: what one instance has of it. */
public final class Replication implements AutoCloseable {

  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofMinutes(1);
  private static final int COLLECTED_AT_ONCE = 100;
  private static final int MOST_ROUNDS = 50;

  private final JobStatistics statistics = new JobStatistics();
  private final JobQueue queue;
  private final Scans scans;
  private final Drains drains;
  private final JobTasks tasks;
  private final JdbcJobScheduler scheduler;
  private final int workers;

  /** How it works. */
  public record Settings(ReplicationSettings jobs, ScanSettings scans, String instance) {}

  public Replication(
      Database database, Catalog catalog, GatewayObjects objects, Settings settings, Clock clock) {
    JobRows rows = new JdbcJobRows(database, clock);
    Replicas replicas = new Replicas(catalog, rows);
    JdbcVersionPages pages = new JdbcVersionPages(database);
    JdbcKnownPlaces known = new JdbcKnownPlaces(database, clock);
    JdbcScans scanRows = new JdbcScans(database, clock);
    this.queue = new JobQueue(catalog.jobs(), rows);
    Throughput throughput = new Throughput(settings.jobs(), System::nanoTime);
    ReplicaVerification verification = new ReplicaVerification(replicas, throughput, clock);
    this.scans =
        new Scans(
            new VersionScan.Parts(catalog, replicas, verification, pages, scanRows),
            known,
            settings.scans(),
            clock);
    this.drains = new Drains(catalog, new JdbcDrains(database, clock), pages, clock);
    ReplicaCopy copy = new ReplicaCopy(throughput, statistics, ReplicaCopy.Sizes.S3);
    ReplicaRemoval removal = new ReplicaRemoval(replicas);
    JobKinds kinds =
        new JobKinds(
            new JobKinds.Steps(
                replicas,
                new ReplicaAddition(replicas, removal, copy, clock),
                removal,
                verification,
                new PhysicalBuckets(catalog, pages, known, clock)));
    JobExecutor executor =
        new JobExecutor(
            new JobExecutor.Parts(catalog.jobs(), rows, kinds, statistics),
            settings.jobs(),
            clock,
            new SplittableRandom());
    this.tasks = new JobTasks(executor, repeated(database, objects, clock), clock);
    this.workers = settings.jobs().workers();
    this.scheduler =
        new JdbcJobScheduler(database, tasks, settings.jobs(), clock, settings.instance());
  }

  private List<Repeated> repeated(Database database, GatewayObjects objects, Clock clock) {
    return List.of(
        new Repeated("gateway-queue-care", SELDOM, new QueueCare(database, clock)),
        new Repeated("gateway-collection", OFTEN, () -> collect(objects)),
        new Repeated("gateway-drains", OFTEN, drains),
        new Repeated("gateway-repair-scan", OFTEN, scans.repair()),
        new Repeated("gateway-verify-scan", OFTEN, scans.verify()),
        new Repeated("gateway-orphan-scan", SELDOM, scans.orphans()));
  }

  private static void collect(GatewayObjects objects) throws MetadataUnavailableException {
    int ended = COLLECTED_AT_ONCE;
    for (int rounds = 0; rounds < MOST_ROUNDS && ended >= COLLECTED_AT_ONCE; rounds++) {
      ended = objects.collect(COLLECTED_AT_ONCE);
    }
  }

  /** Begins to work, unless this instance has no workers. */
  public void start() {
    if (workers > 0) {
      scheduler.start();
    }
  }

  public JobQueue queue() {
    return queue;
  }

  public Scans scans() {
    return scans;
  }

  public Drains drains() {
    return drains;
  }

  public JobStatistics statistics() {
    return statistics;
  }

  /** For a scheduler whose time a test moves. */
  JobTasks tasks() {
    return tasks;
  }

  /** Running jobs stop at their next checkpoint, and are left to others. */
  @Override
  public void close() {
    scheduler.close();
  }
}
