package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScansTest {

  private static final byte[] CONTENT = "what is to be kept".getBytes(StandardCharsets.UTF_8);

  private static final ScanSettings SETTINGS =
      new ScanSettings(
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          2,
          false,
          new ScanSettings.Orphans(Duration.ofDays(7), Duration.ofDays(1), false));

  @TempDir private Path directory;

  private final MemoryObjectStore helsinki = new MemoryObjectStore();
  private final MemoryObjectStore espoo = new MemoryObjectStore();
  private final MemoryObjectStore turku = new MemoryObjectStore();
  private Gateway gateway;
  private Scans scans;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new Gateway(
            TestDatabases.sqlite(directory),
            List.of(
                new TestBackend("helsinki", "FI-HEL-ST-1", helsinki),
                new TestBackend("espoo", "FI-ESP-UC-1", espoo),
                new TestBackend("turku", "FI-TKU-HZ-1", turku)));
    scans = gateway.scans(SETTINGS);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Scan scan(String name) throws Exception {
    return scans.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyVersionThatLacksReplicasGetsThem() throws Exception {
    List<StoredVersion> versions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      versions.add(gateway.version(CONTENT, 2, "helsinki"));
    }
    scans.repair().run();
    assertEquals(5, scan("repair").examined());
    assertEquals(5, scan("repair").expected());
    assertEquals(5, scan("repair").repairs());
    assertFalse(scan("repair").running());
    gateway.queue().advance(Duration.ofMinutes(6));
    scans.repair().run();
    assertEquals(0, scan("repair").repairs(), "jobs that wait already count");
    gateway.runAll();
    for (StoredVersion version : versions) {
      assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
      assertEquals(2, gateway.now(version).sync().currentReplicas());
    }
    gateway.queue().advance(Duration.ofMinutes(6));
    scans.repair().run();
    assertEquals(0, scan("repair").examined());
  }

  @Test
  void aScanPausesBetweenItsEndAndItsNextBeginning() throws Exception {
    scans.repair().run();
    var first = scan("repair").startedAt();
    gateway.queue().advance(Duration.ofMinutes(4));
    scans.repair().run();
    assertEquals(first, scan("repair").startedAt());
    gateway.queue().advance(Duration.ofMinutes(2));
    scans.repair().run();
    assertEquals(gateway.clock().instant(), scan("repair").startedAt());
  }

  @Test
  void aScanThatWasInterruptedGoesOnWhereItWas() throws Exception {
    List<StoredVersion> versions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      versions.add(gateway.version(CONTENT, 1, "helsinki"));
    }
    JdbcScans rows = new JdbcScans(gateway.database(), gateway.clock());
    assertTrue(scans.verifyAll(false));
    assertFalse(scans.verifyAll(false), "it is running");
    Scan begun = rows.find("verify").orElseThrow();
    rows.note(begun.after(String.valueOf(versions.get(2).id()), 3, 0, 0));
    helsinki.forgetCalls();
    // Another instance, which knows nothing but the rows.
    gateway.scans(SETTINGS).verify().run();
    assertEquals(5, scan("verify").examined());
    assertEquals(
        List.of(
            "head " + versions.get(3).replicas().getFirst().key(),
            "head " + versions.get(4).replicas().getFirst().key()),
        helsinki.calls());
    assertNotNull(scan("verify").finishedAt());
  }

  @Test
  void whatIsMissingOrOfAnotherSizeIsFoundWithoutReadingBytes() throws Exception {
    StoredVersion missing = gateway.version(CONTENT, 2, "helsinki", "espoo");
    StoredVersion shorter = gateway.version(CONTENT, 2, "helsinki", "espoo");
    StoredVersion sound = gateway.version(CONTENT, 2, "helsinki", "espoo");
    espoo.remove(missing.replicas().getFirst().key());
    espoo.put(shorter.replicas().getFirst().key(), "short");
    gateway.queue().advance(Duration.ofHours(1));
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    assertEquals(2, scan("verify").problems());
    assertEquals(gateway.clock().instant(), gateway.replica(sound, "espoo").lastVerified());
    gateway.runAll();
    for (StoredVersion version : List.of(missing, shorter, sound)) {
      assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
      assertEquals(2, gateway.now(version).sync().currentReplicas());
    }
  }

  @Test
  void bytesThatHaveChangedAreFoundWhereBytesAreRead() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    String key = version.replicas().getFirst().key();
    byte[] damaged = CONTENT.clone();
    damaged[7] ^= 1;
    espoo.putWithETag(
        key, damaged, espoo.head(ReadRequest.whole(new ObjectAddress("", key))).info().eTag());
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    assertEquals(0, scan("verify").problems());
    assertTrue(scans.verifyAll(true));
    scans.verify().run();
    assertEquals(1, scan("verify").problems());
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
  }

  @Test
  void aBackendThatComesBackIsRepaired() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.backend("turku").enabled(false);
    gateway.placements().forbid("turku", "not there");
    gateway.backend("espoo").usable(false);
    scans.repair().run();
    assertEquals(0, gateway.queue().waiting(), "nobody can take it now");
    gateway.backend("espoo").usable(true);
    gateway.queue().advance(Duration.ofMinutes(6));
    scans.repair().run();
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
  }

  @Test
  void aReplicaThatWasTakenForFailedAndIsSoundCountsAgain() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    gateway
        .replicas()
        .note(
            version,
            Replicas.with(
                gateway.replica(version, "espoo"), Replica.Status.FAILED, "it did not answer"));
    assertEquals(1, gateway.now(version).sync().currentReplicas());
    gateway.backend("turku").usable(false);
    scans.repair().run();
    gateway.queue().run();
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void objectsThatNoRowNamesAreReportedOnceTheyAreOld() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    TestBackend backend = gateway.backend("helsinki");
    Gateway.put(backend, "lost#v20260101000000-00000001", CONTENT);
    Gateway.put(backend, "of-others.txt", CONTENT);
    scans.orphans().run();
    assertEquals(1, scan("orphans/helsinki").problems());
    assertEquals(3, scan("orphans/helsinki").examined());
    Orphans found = scans.orphansFound().getFirst();
    assertEquals("helsinki", found.backend());
    assertEquals(1, found.objects());
    assertEquals(0, found.deleted());
    assertEquals(CONTENT.length, found.bytes());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertTrue(helsinki.calls().stream().noneMatch(call -> call.startsWith("delete")));
  }

  @Test
  void objectsThatNoRowNamesAreDeletedWhereThatIsWanted() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    TestBackend backend = gateway.backend("helsinki");
    String lost = "lost#v20260101000000-00000001";
    Gateway.put(backend, lost, CONTENT);
    Gateway.put(backend, "of-others.txt", CONTENT);
    ScanSettings deleting =
        new ScanSettings(
            SETTINGS.repair(),
            SETTINGS.verify(),
            SETTINGS.page(),
            false,
            new ScanSettings.Orphans(Duration.ofDays(7), Duration.ofDays(1), true));
    gateway.scans(deleting).orphans().run();
    assertEquals(1, scans.orphansFound().getFirst().deleted());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertEquals(
        Set.of("of-others.txt", version.replicas().getFirst().key()),
        Set.copyOf(
            helsinki
                .list(new ListingRequest(TestBackend.BUCKET, "", null, null, 10))
                .objects()
                .stream()
                .map(ListedObject::key)
                .toList()));
  }

  @Test
  void youngObjectsThatNoRowNamesAreLeftAlone() throws Exception {
    TestBackend backend = gateway.backend("helsinki");
    Gateway.put(backend, "young#v20260101000000-00000001", CONTENT);
    ScanSettings patient =
        new ScanSettings(
            SETTINGS.repair(),
            SETTINGS.verify(),
            SETTINGS.page(),
            false,
            new ScanSettings.Orphans(Duration.ofDays(7), Duration.ofDays(60), true));
    gateway.scans(patient).orphans().run();
    assertEquals(List.of(), scans.orphansFound());
    assertEquals(0, scan("orphans/helsinki").problems());
  }

  @Test
  void aBackendIsEmptiedAndThenHasNothingLeft() throws Exception {
    Drains drains = gateway.drains();
    List<StoredVersion> versions = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      versions.add(gateway.version(CONTENT, 2, "helsinki", "espoo"));
    }
    gateway.backend("helsinki").draining(true);
    Drain begun = drains.begin("helsinki");
    assertEquals(7, begun.atStart());
    assertEquals(7, begun.left());
    assertFalse(begun.finished());
    drains.run();
    assertEquals(7, drains.progress("helsinki").orElseThrow().underway());
    gateway.runAll();
    drains.run();
    Drain done = drains.progress("helsinki").orElseThrow();
    assertTrue(done.finished());
    assertEquals(0, done.left());
    assertEquals(0, done.stuck());
    for (StoredVersion version : versions) {
      assertNull(gateway.bytes(version, "helsinki"));
      assertArrayEquals(CONTENT, gateway.bytes(version, "turku"));
      assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
    }
    assertEquals(0, helsinki.size());
  }

  @Test
  void whatComesToABackendAfterItWasEmptiedIsMovedToo() throws Exception {
    Drains drains = gateway.drains();
    gateway.backend("helsinki").draining(true);
    Drain begun = drains.begin("helsinki");
    assertEquals(0, begun.left());
    drains.run();
    assertTrue(drains.progress("helsinki").orElseThrow().finished());
    StoredVersion late = gateway.version(CONTENT, 1, "helsinki");
    drains.run();
    assertFalse(drains.progress("helsinki").orElseThrow().finished());
    drains.run();
    gateway.runAll();
    drains.run();
    assertTrue(drains.progress("helsinki").orElseThrow().finished());
    assertNull(gateway.bytes(late, "helsinki"));
    assertEquals(1, gateway.now(late).sync().currentReplicas());
  }

  @Test
  void whatMayGoNowhereElseStaysAndIsTriedAgainLater() throws Exception {
    Drains drains = gateway.drains();
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    gateway.placements().forbid("espoo", "eu-only");
    gateway.placements().forbid("turku", "eu-only");
    gateway.backend("helsinki").draining(true);
    Drain begun = drains.begin("helsinki");
    assertEquals(1, begun.left());
    drains.run();
    gateway.runAll();
    drains.run();
    Drain stuck = drains.progress("helsinki").orElseThrow();
    assertFalse(stuck.finished());
    assertEquals(1, stuck.left());
    assertEquals(1, stuck.stuck());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    drains.run();
    assertEquals(0, drains.progress("helsinki").orElseThrow().underway(), "it pauses");
    gateway.queue().advance(Duration.ofMinutes(11));
    drains.run();
    assertEquals(1, drains.progress("helsinki").orElseThrow().underway());
  }

  @Test
  void anEmptyingThatIsEndedMovesNothingMore() throws Exception {
    Drains drains = gateway.drains();
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    gateway.backend("helsinki").draining(true);
    Drain begun = drains.begin("helsinki");
    assertEquals(1, begun.left());
    drains.run();
    assertTrue(drains.end("helsinki"));
    assertFalse(drains.end("helsinki"));
    gateway.backend("helsinki").draining(false);
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertTrue(drains.progress("helsinki").isEmpty());
    assertEquals(1, gateway.catalog().jobs().list(Set.of(Job.Status.CANCELLED), 0, 10).size());
  }

  @Test
  void aReplicaThatARuleOfTodayForbidsIsMovedAway() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    gateway.placements().forbid("espoo", "no-espoo");
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    gateway.runAll();
    assertNull(gateway.bytes(version, "espoo"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "turku"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void aMoveThatFailsIsLeftForAWhileAndNotQueuedInEachRound() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    for (String name : List.of("helsinki", "espoo", "turku")) {
      gateway.placements().forbid(name, "nowhere");
    }
    verifyOnce();
    while (gateway.queue().waiting() > 0) {
      gateway.queue().advance(Duration.ofMinutes(1));
      gateway.queue().run();
    }
    verifyOnce();
    assertEquals(1, gateway.catalog().jobs().list(Set.of(Job.Status.FAILED), 0, 10).size());
    assertEquals(0, gateway.queue().waiting());
    gateway.queue().advance(Duration.ofMinutes(10));
    verifyOnce();
    assertEquals(1, gateway.queue().waiting());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
  }

  private void verifyOnce() throws Exception {
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
  }

  @Test
  void aJobThatNobodyHoldsGivesWayToTheSameOneThatWaits() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    long lost = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    JdbcStatements statements = new JdbcStatements(gateway.database());
    assertEquals(
        1, statements.change("UPDATE sync_jobs SET status = 'running' WHERE id = ?", lost));
    long alone = gateway.add(Job.Type.VERIFY_REPLICA, version, null, "helsinki");
    assertEquals(2, statements.change("DELETE FROM scheduled_tasks WHERE task_name = 'sync_job'"));
    long waiting = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    new QueueCare(gateway.database(), gateway.clock()).run();
    assertEquals(Job.Status.CANCELLED, gateway.queue().job(lost).status());
    gateway.runAll();
    assertEquals(Job.Status.COMPLETED, gateway.queue().job(waiting).status());
    assertEquals(Job.Status.COMPLETED, gateway.queue().job(alone).status());
  }

  @Test
  void aForbiddenReplicaGoesAlsoWhereNothingMayTakeItsPlaceUnlessItIsTheLast() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    gateway.placements().forbid("espoo", "only-helsinki");
    gateway.placements().forbid("turku", "only-helsinki");
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    gateway.runAll();
    assertNull(gateway.bytes(version, "espoo"));
    assertNull(gateway.bytes(version, "turku"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    gateway.placements().forbid("helsinki", "nowhere");
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
  }

  @Test
  void whereNothingIsAllowedNothingIsTakenAway() throws Exception {
    // As when a bucket has fallen out of the configuration.
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    for (String name : List.of("helsinki", "espoo", "turku")) {
      gateway.placements().forbid(name, "buckets");
    }
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void whatIsOnABackendThatNobodyDescribesAnyMoreIsMadeAnewAndNotCountedOn() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    gateway.hide("espoo");
    Job refused = gateway.run(Job.Type.REMOVE_REPLICA, version, null, "helsinki");
    assertEquals(Job.Status.FAILED, refused.status());
    assertTrue(scans.verifyAll(false));
    scans.verify().run();
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "turku"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertEquals(
        Job.Status.COMPLETED, gateway.run(Job.Type.VERIFY_REPLICA, version, null, null).status());
  }
}
