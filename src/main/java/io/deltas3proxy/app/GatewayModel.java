package io.deltas3proxy.app;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.endpoint.BucketNames;
import io.deltas3proxy.gateway.endpoint.ConfiguredBuckets;
import io.deltas3proxy.gateway.endpoint.GatewayPorts;
import io.deltas3proxy.gateway.metadata.JdbcBuckets;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.metadata.JdbcUploads;
import io.deltas3proxy.gateway.metadata.JdbcVersionListings;
import io.deltas3proxy.gateway.object.ObjectPorts;
import io.deltas3proxy.gateway.object.ObjectSettings;
import io.deltas3proxy.gateway.object.StoredObjects;
import io.deltas3proxy.gateway.placement.JdbcPlacementEvidence;
import io.deltas3proxy.gateway.placement.JdbcPlacements;
import io.deltas3proxy.gateway.placement.JdbcReplicationRules;
import io.deltas3proxy.gateway.provider.ReplicationDefaults;
import io.deltas3proxy.gateway.replication.Catalog;
import io.deltas3proxy.gateway.replication.Replication;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the gateway keeps and does, once its backends are known. */
final class GatewayModel {

  private final int usualReplicas;
  private final BucketNames names;
  private final Buckets buckets;
  private final JdbcReplicationRules rules;
  private final JdbcPlacementEvidence evidence;
  private final GatewayPorts ports;
  private final JdbcStatistics statistics;
  private final Catalog catalog;
  private final Replication replication;

  /**
   * Makes it.
   *
   * @param said by the file of backends
   */
  GatewayModel(
      GatewaySettings settings,
      Backends backends,
      ReplicationDefaults said,
      Database database,
      Clock clock) {
    // Whoever says that nothing is acknowledged before it is there so often wants it so often.
    usualReplicas = Math.max(said.usualReplicas(), settings.writes().minimum());
    List<GatewayBucket> configured = settings.strategy().buckets(usualReplicas);
    buckets = new ConfiguredBuckets(configured, new JdbcBuckets(database, clock));
    names = names(settings, configured, buckets);
    rules = new JdbcReplicationRules(database, settings.replicationRules(), clock);
    evidence = new JdbcPlacementEvidence(database, clock);
    JdbcPlacements placements = new JdbcPlacements(database, backends, buckets, rules, evidence);
    Set<String> lasting = configured.stream().map(GatewayBucket::name).collect(Collectors.toSet());
    JdbcObjectVersions versions = new JdbcObjectVersions(database, lasting::contains, clock);
    JdbcUploads uploads = new JdbcUploads(database, lasting::contains, clock);
    JdbcJobs jobs = new JdbcJobs(database, clock);
    StoredObjects objects =
        new StoredObjects(
            new ObjectPorts(backends, placements, versions, uploads, jobs),
            new ObjectSettings(
                settings.zone(),
                settings.writes().minimum(),
                synchronous(settings, said),
                ObjectSettings.Times.DEFAULTS),
            clock);
    ports =
        new GatewayPorts(objects, versions, new JdbcVersionListings(database), uploads, backends);
    statistics = new JdbcStatistics(database, clock);
    catalog = new Catalog(versions, buckets, backends, placements, jobs);
    replication =
        new Replication(
            database,
            catalog,
            objects,
            new Replication.Settings(
                settings.jobs(), settings.scans(), UUID.randomUUID().toString()),
            clock);
  }

  private static BucketNames names(
      GatewaySettings settings, List<GatewayBucket> configured, Buckets buckets) {
    return settings.strategy().fixed()
        ? new BucketNames.Fixed(configured.getFirst())
        : new BucketNames.Mapped(
            buckets, configured.stream().map(GatewayBucket::name).collect(Collectors.toSet()));
  }

  /** As the configuration says, else as the file of backends does, else one. */
  private static int synchronous(GatewaySettings settings, ReplicationDefaults said) {
    return settings.writes().synchronous().orElse(said.isSynchronous() ? GatewayWrites.ALL : 1);
  }

  /** Of a bucket that says nothing else. */
  int usualReplicas() {
    return usualReplicas;
  }

  BucketNames names() {
    return names;
  }

  Buckets buckets() {
    return buckets;
  }

  JdbcReplicationRules rules() {
    return rules;
  }

  JdbcPlacementEvidence evidence() {
    return evidence;
  }

  GatewayPorts ports() {
    return ports;
  }

  JdbcStatistics statistics() {
    return statistics;
  }

  Catalog catalog() {
    return catalog;
  }

  Replication replication() {
    return replication;
  }
}
