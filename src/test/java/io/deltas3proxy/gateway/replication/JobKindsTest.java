package io.deltas3proxy.gateway.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.MemoryObjectWriter;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobKindsTest {

  private static final byte[] CONTENT = "what is to be kept".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private final MemoryObjectStore helsinki = new MemoryObjectStore();
  private final MemoryObjectStore espoo = new MemoryObjectStore();
  private final MemoryObjectStore turku = new MemoryObjectStore();
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new Gateway(
            TestDatabases.sqlite(directory),
            List.of(
                new TestBackend("helsinki", "FI-HEL-ST-1", helsinki),
                new TestBackend("espoo", "FI-ESP-UC-1", espoo),
                new TestBackend("turku", "FI-TKU-HZ-1", turku)));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private static void assertDone(Job job) {
    assertEquals(Job.Status.COMPLETED, job.status(), () -> String.valueOf(job.error()));
  }

  @Test
  void aReplicaIsAddedWithItsBytesAndHeaders() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    assertEquals(SyncStatus.PARTIAL, version.sync().status());
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertDone(job);
    assertEquals(CONTENT.length, job.bytesTotal());
    assertTrue(job.bytesDone() >= CONTENT.length);
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
    Replica replica = gateway.replica(version, "espoo");
    assertEquals(Replica.Status.ACTIVE, replica.status());
    assertEquals(TestQueue.START, replica.lastVerified());
    assertEquals(1, replica.attempts());
    assertEquals(2, gateway.now(version).sync().currentReplicas());
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
    Map<String, String> headers =
        espoo
            .head(ReadRequest.whole(new ObjectAddress(TestBackend.BUCKET, replica.key())))
            .info()
            .headers();
    assertEquals("text/plain", headers.get("content-type"));
    assertEquals("blue", headers.get("x-amz-meta-colour"));
  }

  @Test
  void whereNoTargetIsNamedTheFirstAllowedOneThatAnswersIsTaken() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.backend("espoo").usable(false);
    assertDone(gateway.run(Job.Type.ADD_REPLICA, version, null, null));
    assertEquals(2, gateway.now(version).replicas().size());
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "turku").status());
    // And no third one, should the job be done again.
    assertDone(gateway.run(Job.Type.ADD_REPLICA, version, null, null));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void anEmptyObjectIsReplicatedToo() throws Exception {
    StoredVersion version = gateway.version(new byte[0], 2, "helsinki");
    assertDone(gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo"));
    assertArrayEquals(new byte[0], gateway.bytes(version, "espoo"));
  }

  @Test
  void aReplicaThatIsThereIsNotMadeAgain() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    espoo.forgetCalls();
    assertDone(gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo"));
    assertEquals(List.of(), espoo.calls());
  }

  @Test
  void aTargetThatBecameForbiddenGetsNothingAndTheJobNamesTheRule() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    long id = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    gateway.placements().forbid("espoo", "eu-only");
    gateway.queue().run();
    Job job = gateway.queue().job(id);
    assertEquals(Job.Status.FAILED, job.status());
    assertEquals("refused by residency rule eu-only: it may not be there any more", job.error());
    assertEquals(0, job.retries());
    assertEquals(List.of(), espoo.calls());
    assertEquals(1, gateway.now(version).replicas().size());
    assertEquals(
        List.of("add_replica on espoo refused by eu-only"), gateway.placements().decided());
  }

  @Test
  void whatMayNotStayIsRecordedWithTheCopyThatTakesItsPlace() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    gateway.placements().forbid("helsinki", "not-here");
    assertDone(gateway.run(Job.Type.MIGRATE_REPLICA, version, "helsinki", "turku"));
    assertEquals(
        List.of(
            "keep_replica on helsinki refused by not-here",
            "migrate_replica on turku refused by nobody"),
        gateway.placements().decided());
  }

  @Test
  void aMoveToAForbiddenPlaceIsRefusedAndTheSourceStays() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    gateway.placements().forbid("turku", "finland-only");
    Job job = gateway.run(Job.Type.MIGRATE_REPLICA, version, "helsinki", "turku");
    assertEquals(Job.Status.FAILED, job.status());
    assertTrue(String.valueOf(job.error()).contains("finland-only"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertNull(gateway.bytes(version, "turku"));
  }

  @Test
  void aJobWithoutATargetNeverChoosesAForbiddenPlace() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.placements().forbid("espoo", "eu-only");
    gateway.placements().forbid("turku", "eu-only");
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, null);
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals("no allowed backend can take another replica now", job.error());
    assertEquals(1, gateway.now(version).replicas().size());
  }

  @Test
  void aDamagedSourceIsFoundOutBeforeItsLastByteAndAnotherOneIsTaken() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 3, "helsinki", "espoo");
    String key = version.replicas().getFirst().key();
    byte[] damaged = CONTENT.clone();
    damaged[3] ^= 1;
    // As rot has it: the entity tag is still the old one.
    String eTag = espoo.head(ReadRequest.whole(new ObjectAddress("", key))).info().eTag();
    helsinki.putWithETag(key, damaged, eTag);
    assertDone(gateway.run(Job.Type.ADD_REPLICA, version, "helsinki", "turku"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "turku"));
    Replica bad = gateway.replica(version, "helsinki");
    assertEquals(Replica.Status.FAILED, bad.status());
    assertTrue(String.valueOf(bad.lastError()).contains("not those that were stored"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void aBodyThatBreaksLeavesNothingAndTheNextTryDoesIt() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    helsinki.breakBodiesAfter(5);
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals("backend helsinki: the connection broke", job.error());
    assertNull(gateway.bytes(version, "espoo"));
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "espoo").status());
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "helsinki").status());
    helsinki.breakBodiesAfter(-1);
    gateway.runAll();
    assertDone(gateway.queue().job(job.id()));
    assertEquals(2, gateway.replica(version, "espoo").attempts());
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
  }

  @Test
  void aTargetThatSleepsIsTriedAgainAndInTheEndADeadLetterSaysWhy() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    espoo.failWith(new StoreException.Unavailable("503 from http://10.0.0.1/physical-bucket"));
    long id = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    gateway.runAll();
    Job job = gateway.queue().job(id);
    assertEquals(Job.Status.FAILED, job.status());
    assertEquals(3, job.retries());
    assertEquals("backend espoo: it does not answer as it should", job.error());
    assertEquals(4, gateway.replica(version, "espoo").attempts());
    assertEquals(SyncStatus.PARTIAL, gateway.now(version).sync().status());
  }

  @Test
  void aJobForABackendThatIsKnownNotToAnswerWaitsForIt() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.backend("espoo").usable(false);
    long id = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    for (int times = 0; times < 10; times++) {
      gateway.queue().run();
      gateway.queue().advance(Duration.ofMinutes(1));
    }
    assertEquals(0, gateway.queue().job(id).retries());
    gateway.backend("espoo").usable(true);
    gateway.queue().run();
    assertDone(gateway.queue().job(id));
  }

  @Test
  void whatWasStoredButNotHeardOfIsStoredAgainAndCountsOnce() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    espoo.writer().fate(MemoryObjectWriter.Fate.ANSWER_LOST);
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals(1, gateway.now(version).sync().currentReplicas());
    espoo.writer().fate(MemoryObjectWriter.Fate.DONE);
    gateway.runAll();
    assertDone(gateway.queue().job(job.id()));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void aJobThatIsCancelledWhileBytesFlowLeavesNothing() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    long id = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    espoo.writer().beforeEnd(() -> cancel(id));
    gateway.queue().run();
    assertEquals(Job.Status.CANCELLED, gateway.queue().job(id).status());
    assertNull(gateway.bytes(version, "espoo"));
    assertEquals(Replica.Status.DELETED, gateway.replica(version, "espoo").status());
    assertEquals(1, gateway.now(version).sync().currentReplicas());
    assertEquals(SyncStatus.PARTIAL, gateway.now(version).sync().status());
  }

  private void cancel(long id) {
    try {
      assertTrue(
          gateway
              .catalog()
              .jobs()
              .change(id, Set.of(Job.Status.RUNNING), Job.Status.CANCELLED, null));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aVersionThatIsDeletedWhileItIsCopiedLeavesNothing() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    long id = gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
    espoo.writer().beforeEnd(() -> delete(version));
    gateway.queue().run();
    assertEquals(Job.Status.CANCELLED, gateway.queue().job(id).status());
    assertEquals("the version is deleted", gateway.queue().job(id).error());
    assertNull(gateway.bytes(version, "espoo"));
  }

  private void delete(StoredVersion version) {
    try {
      assertTrue(
          gateway
              .catalog()
              .versions()
              .delete(version.bucket(), version.key(), version.versionId(), false)
              .isPresent());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReplicaIsRemovedOnlyIfEnoughAreLeft() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo", "turku");
    assertDone(gateway.run(Job.Type.REMOVE_REPLICA, version, null, "turku"));
    assertNull(gateway.bytes(version, "turku"));
    assertEquals(Replica.Status.DELETED, gateway.replica(version, "turku").status());
    assertEquals(2, gateway.now(version).sync().currentReplicas());
    Job refused = gateway.run(Job.Type.REMOVE_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.FAILED, refused.status());
    assertEquals("it would leave 1 replicas of the 2 that are required", refused.error());
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
  }

  @Test
  void theLastReplicaIsNeverRemoved() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki");
    Job job = gateway.run(Job.Type.REMOVE_REPLICA, version, null, "helsinki");
    assertEquals(Job.Status.FAILED, job.status());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
  }

  @Test
  void aRemovalThatTheBackendDidNotDoIsDoneLater() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki", "espoo");
    espoo.writer().failDeletesWith(new StoreException.Unavailable("503"));
    Job job = gateway.run(Job.Type.REMOVE_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals(
        Replica.Status.FAILED,
        gateway.replica(version, "espoo").status(),
        "nobody reads it, and whoever collects the version deletes it");
    assertNotNull(gateway.bytes(version, "espoo"));
    espoo.writer().failDeletesWith(null);
    gateway.runAll();
    assertDone(gateway.queue().job(job.id()));
    assertNull(gateway.bytes(version, "espoo"));
  }

  @Test
  void aReplicaThatIsMissingIsFoundOutAndMadeAgain() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    espoo.remove(version.replicas().getFirst().key());
    assertDone(gateway.run(Job.Type.VERIFY_REPLICA, version, null, "espoo"));
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "espoo").status());
    assertEquals(1, gateway.now(version).sync().currentReplicas());
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
  }

  @Test
  void bytesThatHaveChangedAreFoundOutAndMadeGood() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    String key = version.replicas().getFirst().key();
    byte[] damaged = CONTENT.clone();
    damaged[0] ^= 1;
    String eTag = espoo.head(ReadRequest.whole(new ObjectAddress("", key))).info().eTag();
    espoo.putWithETag(key, damaged, eTag);
    assertDone(gateway.run(Job.Type.VERIFY_REPLICA, version, null, null));
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "helsinki").status());
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "espoo").status());
    gateway.runAll();
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
  }

  @Test
  void aReplicaThatOnlyCouldNotBeReachedIsNoFailedOne() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    espoo.failWith(new StoreException.Unavailable("503"));
    Job job = gateway.run(Job.Type.VERIFY_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "espoo").status());
  }

  @Test
  void aReplicaMovesFirstThereAndThenAway() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    assertDone(gateway.run(Job.Type.MIGRATE_REPLICA, version, "helsinki", null));
    assertNull(gateway.bytes(version, "helsinki"));
    assertArrayEquals(CONTENT, gateway.bytes(version, "turku"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
  }

  @Test
  void whatIsElsewhereOftenEnoughIsOnlyRemovedByAMove() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki", "espoo");
    assertDone(gateway.run(Job.Type.MIGRATE_REPLICA, version, "helsinki", null));
    assertNull(gateway.bytes(version, "helsinki"));
    assertNull(gateway.bytes(version, "turku"));
  }

  @Test
  void aMoveThatIsCancelledLeavesWhatWasThere() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    long id = gateway.add(Job.Type.MIGRATE_REPLICA, version, "helsinki", "turku");
    turku.writer().beforeEnd(() -> cancel(id));
    gateway.queue().run();
    assertEquals(Job.Status.CANCELLED, gateway.queue().job(id).status());
    assertArrayEquals(CONTENT, gateway.bytes(version, "helsinki"));
    assertNull(gateway.bytes(version, "turku"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void metadataAreBroughtInLineWithWhatBackendsSay() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki", "espoo");
    helsinki.remove(version.replicas().getFirst().key());
    assertDone(gateway.run(Job.Type.SYNC_METADATA, version, null, null));
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "helsinki").status());
    gateway.runAll();
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
  }

  @Test
  void aBackendThatTakesNothingNewGetsNothing() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 2, "helsinki");
    gateway.backend("espoo").draining(true);
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.FAILED, job.status());
    gateway.backend("turku").enabled(false);
    assertEquals(
        Job.Status.FAILED, gateway.run(Job.Type.ADD_REPLICA, version, null, "turku").status());
    assertEquals(
        "there is no backend rovaniemi",
        gateway.run(Job.Type.ADD_REPLICA, version, null, "rovaniemi").error());
  }

  @Test
  void anEmptiedBackendLosesWhatNobodyNamesButNothingOfOthers() throws Exception {
    byte[] other = {1};
    TestBackend backend = gateway.backend("turku");
    Gateway.put(backend, "lost#v20260101000000-00000001", other);
    Gateway.put(backend, "somebody else's", other);
    long early =
        gateway
            .catalog()
            .jobs()
            .add(new NewJob(Job.Type.DELETE_BUCKET_REPLICA, null, null, "turku", 5));
    gateway.queue().run();
    assertEquals(Job.Status.FAILED, gateway.queue().job(early).status(), "it is in use");
    backend.draining(true);
    long id =
        gateway
            .catalog()
            .jobs()
            .add(new NewJob(Job.Type.DELETE_BUCKET_REPLICA, null, null, "turku", 5));
    gateway.queue().run();
    assertDone(gateway.queue().job(id));
    assertEquals(
        List.of("somebody else's"),
        turku.list(new ListingRequest(TestBackend.BUCKET, "", null, null, 10)).objects().stream()
            .map(ListedObject::key)
            .toList());
  }

  @Test
  void aRemovalThatIsCancelledBetweenTwoTriesLeavesAReplicaThatCounts() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki", "espoo");
    espoo.writer().failDeletesWith(new StoreException.Unavailable("503"));
    Job job = gateway.run(Job.Type.REMOVE_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertTrue(
        gateway
            .catalog()
            .jobs()
            .change(job.id(), Set.of(Job.Status.RETRYING), Job.Status.CANCELLED, null));
    gateway.add(Job.Type.VERIFY_REPLICA, version, null, "espoo");
    gateway.runAll();
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "espoo").status());
    assertArrayEquals(CONTENT, gateway.bytes(version, "espoo"));
  }

  @Test
  void aRemovalThatIsCancelledWhileItRunsIsLookedAtAgain() throws Exception {
    StoredVersion version = gateway.version(CONTENT, 1, "helsinki", "espoo");
    long id = gateway.add(Job.Type.REMOVE_REPLICA, version, null, "espoo");
    espoo.writer().failDeletesWith(new StoreException.Unavailable("503"));
    assertEquals(JobRows.Claim.TAKEN, gateway.queue().rows().claim(id, "dead"));
    gateway
        .replicas()
        .note(
            version,
            Replicas.with(
                gateway.replica(version, "espoo"), Replica.Status.FAILED, "it is being removed"));
    cancel(id);
    gateway.queue().run();
    assertEquals(Job.Status.CANCELLED, gateway.queue().job(id).status());
    gateway.runAll();
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "espoo").status());
  }
}
