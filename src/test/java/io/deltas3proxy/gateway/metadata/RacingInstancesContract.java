package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.VersionListings.VersionQuery;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two instances of the gateway that change the same keys, whichever database they share. */
@Timeout(300)
abstract class RacingInstancesContract {

  private static final int WRITERS = 8;

  private MetadataFixture fixture;
  private Database other;
  private List<JdbcObjectVersions> instances;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    other = fixture.open();
    instances = List.of(fixture.versions, new JdbcObjectVersions(other, fixture.clock));
  }

  @AfterEach
  void close() {
    other.close();
    fixture.close();
  }

  /** What one of the writers does on its instance. */
  @FunctionalInterface
  private interface Write<T> {
    T by(JdbcObjectVersions instance, int writer) throws Exception;
  }

  /** All writers begin at the same time. */
  private <T> List<T> race(Write<T> write) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        Callable<T> task =
            () -> {
              start.await();
              return write.by(instances.get(number % 2), number);
            };
        running.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }

  private static boolean put(JdbcObjectVersions instance, String key, WriteConditions conditions)
      throws Exception {
    NewVersion draft = MetadataFixture.draft(key);
    long id = instance.begin(draft);
    try {
      return instance.commit(id, MetadataFixture.commit(draft, "\"e\"", conditions)).latest();
    } catch (StoreException.PreconditionFailed e) {
      return false;
    }
  }

  private List<StoredVersion> versions(String key) throws Exception {
    return new JdbcVersionListings(other)
        .versions(new VersionQuery(BUCKET, key, null, "", null, 1000))
        .versions();
  }

  private void assertOneLatest(String key) throws Exception {
    List<StoredVersion> all = versions(key);
    long latest = all.stream().filter(StoredVersion::latest).count();
    assertEquals(all.isEmpty() ? 0 : 1, latest, key);
    assertTrue(all.isEmpty() || all.getFirst().latest(), "the newest one is the latest");
  }

  @Test
  void nothingIsAcknowledgedIntoABucketThatIsRemovedAtTheSameTime() throws Exception {
    JdbcBuckets buckets = new JdbcBuckets(fixture.database, fixture.clock);
    instances =
        List.of(
            new JdbcObjectVersions(fixture.database, bucket -> false, fixture.clock),
            new JdbcObjectVersions(other, bucket -> false, fixture.clock));
    GatewayBucket bucket = new GatewayBucket(BUCKET, null, List.of(), Set.of(), 1, false, null);
    for (int round = 0; round < 20; round++) {
      assertTrue(buckets.create(bucket));
      String key = "removed/" + round;
      List<String> ends =
          race((instance, writer) ->
              writer == 0 ? buckets.remove(BUCKET).name() : written(instance, key, writer));
      boolean removed = ends.getFirst().equals("REMOVED");
      boolean acknowledged = ends.contains("written");
      assertTrue(removed != acknowledged, ends::toString);
      for (StoredVersion version : versions(key)) {
        assertTrue(fixture.versions.delete(BUCKET, key, version.versionId(), false).isPresent());
      }
      assertEquals(!removed, buckets.remove(BUCKET) == Buckets.Removal.REMOVED);
    }
  }

  /** How a write ends, a version or a delete marker. */
  private String written(JdbcObjectVersions instance, String key, int writer) throws Exception {
    try {
      if (writer % 4 == 3) {
        var unused =
            instance.mark(BUCKET, key, MetadataFixture.newId(), "alice", WriteConditions.NONE);
      } else {
        boolean unused = put(instance, key, WriteConditions.NONE);
      }
      return "written";
    } catch (MetadataUnavailableException e) {
      return "refused";
    }
  }

  @Test
  void ofManyWhoWriteIfThereIsNoneExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "absent/" + round;
      List<Boolean> won = race((instance, writer) -> put(instance, key, WriteConditions.IF_ABSENT));
      assertEquals(1, won.stream().filter(w -> w).count());
      assertEquals(1, versions(key).size());
      assertOneLatest(key);
    }
  }

  @Test
  void ofManyWhoReplaceOneVersionExactlyOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String key = "match/" + round;
      fixture.put(key, "\"first\"");
      WriteConditions first = new WriteConditions(false, "\"first\"");
      List<Boolean> won = race((instance, writer) -> put(instance, key, first));
      assertEquals(1, won.stream().filter(w -> w).count());
      assertEquals(2, versions(key).size());
      assertOneLatest(key);
    }
  }

  @Test
  void everyVersionThatIsAcknowledgedIsThereAndOneIsTheLatest() throws Exception {
    List<Boolean> written =
        race((instance, writer) -> {
          for (int i = 0; i < 10; i++) {
            assertTrue(put(instance, "key", WriteConditions.NONE));
          }
          return true;
        });
    assertEquals(WRITERS, written.size());
    assertEquals(WRITERS * 10, versions("key").size());
    assertOneLatest("key");
  }

  @Test
  void writesMarkersAndDeletionsLeaveNoKeyWithoutALatestVersion() throws Exception {
    race((instance, writer) -> {
      for (int i = 0; i < 12; i++) {
        String key = "mixed/" + i % 3;
        switch ((writer + i) % 3) {
          case 0 -> assertTrue(put(instance, key, WriteConditions.NONE));
          case 1 ->
              assertTrue(
                  instance
                      .mark(BUCKET, key, MetadataFixture.newId(), "bob", WriteConditions.NONE)
                      .latest());
          default -> {
            Optional<StoredVersion> latest = instance.latest(BUCKET, key);
            if (latest.isPresent()) {
              instance.delete(BUCKET, key, latest.get().versionId(), false);
            }
          }
        }
      }
      return true;
    });
    for (int i = 0; i < 3; i++) {
      String key = "mixed/" + i;
      assertOneLatest(key);
      for (StoredVersion version : versions(key)) {
        assertTrue(fixture.versions.delete(BUCKET, key, version.versionId(), false).isPresent());
        assertOneLatest(key);
      }
      assertEquals(Optional.empty(), fixture.versions.latest(BUCKET, key));
    }
  }

  @Test
  void aVersionIsCommittedOrCollectedAndNeverBoth() throws Exception {
    for (int round = 0; round < 5; round++) {
      String key = "lapsed/" + round;
      NewVersion[] drafts = new NewVersion[WRITERS];
      long[] ids = new long[WRITERS];
      for (int i = 0; i < WRITERS; i++) {
        drafts[i] = MetadataFixture.draft(key, Protection.NONE, Duration.ZERO);
        ids[i] = instances.get(i % 2).begin(drafts[i]);
      }
      Set<Long> collected = new HashSet<>();
      List<Long> committed =
          race((instance, writer) -> {
            if (writer < 2) {
              List<StoredVersion> due = instance.collectable(100);
              synchronized (collected) {
                due.forEach(version -> collected.add(version.id()));
              }
            }
            try {
              return instance
                  .commit(
                      ids[writer],
                      MetadataFixture.commit(drafts[writer], "\"e\"", WriteConditions.NONE))
                  .id();
            } catch (StoreException.Conflict e) {
              return -1L;
            }
          });
      for (int i = 0; i < WRITERS; i++) {
        assertEquals(!committed.contains(ids[i]), collected.contains(ids[i]));
        assertEquals(committed.contains(ids[i]), instances.get(1).outcome(ids[i]).isPresent());
      }
      assertOneLatest(key);
    }
  }

  @Test
  void anUnknownOutcomeIsDecidedOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      NewVersion draft = MetadataFixture.draft("asked/" + round);
      long id = fixture.versions.begin(draft);
      List<Boolean> there =
          race((instance, writer) -> {
            if (writer % 4 != 0) {
              return instance.outcome(id).isPresent();
            }
            try {
              return instance
                  .commit(id, MetadataFixture.commit(draft, "\"e\"", WriteConditions.NONE))
                  .latest();
            } catch (StoreException.Conflict e) {
              return false;
            }
          });
      boolean committed = fixture.versions.find(id).isPresent();
      // Once it was said not to be there, nobody committed it.
      assertTrue(committed ? there.contains(true) : !there.contains(true));
      assertEquals(committed, there.get(0));
      assertEquals(committed, !there.contains(false), "no answer differs");
    }
  }
}
