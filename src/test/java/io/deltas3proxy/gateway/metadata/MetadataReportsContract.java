package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Buckets.Removal;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayBucket.DefaultRetention;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.gateway.metadata.JdbcStatistics.QueueCount;
import io.deltas3proxy.gateway.metadata.JdbcStatistics.ReplicaStateCount;
import io.deltas3proxy.gateway.metadata.JdbcStatistics.VersionCount;
import io.deltas3proxy.gateway.metadata.ReplicaStatus.Need;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buckets and what is told of replicas and of the queue, whichever database keeps them. */
abstract class MetadataReportsContract {

  private MetadataFixture fixture;
  private JdbcStatistics statistics;
  private JdbcBuckets buckets;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    statistics = new JdbcStatistics(fixture.database, fixture.clock);
    buckets = new JdbcBuckets(fixture.database, fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private StoredVersion with(String key, Replica.Status... states) throws Exception {
    StoredVersion stored = fixture.put(key, "\"1\"");
    for (int i = 0; i < states.length; i++) {
      Replica replica =
          MetadataFixture.replica(
              List.of("st", "uc", "hz").get(i), MetadataFixture.UC, key, states[i]);
      stored = fixture.versions.replica(stored.id(), replica).orElseThrow();
    }
    return stored;
  }

  private List<Need> needs(@org.jspecify.annotations.Nullable Boolean needsSync) throws Exception {
    return statistics.replicas(null, needsSync, 0, 100).stream().map(ReplicaStatus::need).toList();
  }

  @Test
  void replicasAreToldByWhatTheyNeed() throws Exception {
    StoredVersion complete = fixture.put("complete", "\"1\"");
    StoredVersion lacking = with("lacking", Replica.Status.ACTIVE, Replica.Status.FAILED);
    with("over", Replica.Status.ACTIVE, Replica.Status.ACTIVE, Replica.Status.ACTIVE);
    fixture.versions.mark(BUCKET, "marked", MetadataFixture.newId(), "bob", WriteConditions.NONE);
    fixture.versions.begin(MetadataFixture.draft("hidden"));
    assertEquals(List.of(Need.COMPLETE, Need.NEEDS_SYNC, Need.OVER_REPLICATED), needs(null));
    assertEquals(List.of(Need.NEEDS_SYNC), needs(true));
    assertEquals(List.of(Need.COMPLETE, Need.OVER_REPLICATED), needs(false));
    assertEquals(
        List.of(
            new ReplicaStatus(
                lacking.id(), "lacking", BUCKET, "FI-HEL-ST-1", 2, 1, SyncStatus.PARTIAL)),
        statistics.replicas(BUCKET, true, 0, 10));
    assertEquals(List.of(), statistics.replicas("other", null, 0, 10));
    assertEquals(2, statistics.replicas(null, null, complete.id(), 10).size());
    assertEquals(1, statistics.replicas(null, null, 0, 1).size());
  }

  @Test
  void statesOfReplicasSayHowFarAVersionIs() throws Exception {
    assertEquals(
        SyncStatus.SYNCING,
        with("a", Replica.Status.ACTIVE, Replica.Status.SYNCING).sync().status());
    assertEquals(
        SyncStatus.FAILED,
        with("b", Replica.Status.FAILED, Replica.Status.DELETED).sync().status());
    assertEquals(
        SyncStatus.PENDING,
        with("c", Replica.Status.PENDING, Replica.Status.FAILED).sync().status());
    assertEquals(
        Set.of(
            new VersionCount(SyncStatus.SYNCING, 1, 3),
            new VersionCount(SyncStatus.FAILED, 1, 3),
            new VersionCount(SyncStatus.PENDING, 1, 3)),
        Set.copyOf(statistics.versions()));
    assertTrue(
        statistics.replicaStates().contains(new ReplicaStateCount("st", Replica.Status.ACTIVE, 1)));
  }

  @Test
  void theQueueIsCountedAndItsOldestJobKnown() throws Exception {
    JdbcJobs jobs = new JdbcJobs(fixture.database, fixture.clock);
    assertEquals(Optional.empty(), statistics.lag());
    long first = jobs.add(new NewJob(Job.Type.ADD_REPLICA, 1L, null, "st", 5));
    fixture.clock.advance(Duration.ofSeconds(10));
    jobs.add(new NewJob(Job.Type.ADD_REPLICA, 2L, null, "st", 5));
    fixture.clock.advance(Duration.ofSeconds(5));
    assertEquals(Optional.of(Duration.ofSeconds(15)), statistics.lag());
    assertTrue(jobs.change(first, Set.of(Job.Status.QUEUED), Job.Status.FAILED, "x"));
    assertEquals(Optional.of(Duration.ofSeconds(5)), statistics.lag());
    assertEquals(
        Set.of(
            new QueueCount(Job.Type.ADD_REPLICA, Job.Status.FAILED, 1),
            new QueueCount(Job.Type.ADD_REPLICA, Job.Status.QUEUED, 1)),
        Set.copyOf(statistics.queue()));
  }

  private static GatewayBucket bucket(String name) {
    return new GatewayBucket(
        name,
        "physical",
        List.of(new Location("FI"), new Location("DE-FRA")),
        Set.of("FI", "DE"),
        2,
        true,
        new DefaultRetention(Retention.Mode.GOVERNANCE, 3));
  }

  @Test
  void bucketsAreKeptAsTheyAreMade() throws Exception {
    GatewayBucket full = bucket("b");
    GatewayBucket bare = new GatewayBucket("a", null, List.of(), Set.of(), 1, false, null);
    assertTrue(buckets.create(full));
    assertTrue(buckets.create(bare));
    assertFalse(buckets.create(new GatewayBucket("b", null, List.of(), Set.of(), 1, false, null)));
    assertEquals(Optional.of(full), buckets.find("b"));
    assertEquals(List.of(bare, full), buckets.all());
    assertEquals(Optional.empty(), buckets.find("B"));
  }

  @Test
  void onlyABucketThatHoldsNothingIsRemoved() throws Exception {
    assertEquals(Removal.MISSING, buckets.remove(BUCKET));
    assertTrue(buckets.create(bucket(BUCKET)));
    StoredVersion stored = fixture.put("k", "\"1\"");
    assertEquals(Removal.NOT_EMPTY, buckets.remove(BUCKET));
    assertTrue(fixture.versions.delete(BUCKET, "k", stored.versionId(), false).isPresent());
    StoredVersion marker =
        fixture.versions.mark(BUCKET, "k", MetadataFixture.newId(), "bob", WriteConditions.NONE);
    assertEquals(Removal.NOT_EMPTY, buckets.remove(BUCKET));
    assertTrue(fixture.versions.delete(BUCKET, "k", marker.versionId(), false).isPresent());
    assertEquals(Removal.REMOVED, buckets.remove(BUCKET));
    assertEquals(Optional.empty(), buckets.find(BUCKET));
  }
}
