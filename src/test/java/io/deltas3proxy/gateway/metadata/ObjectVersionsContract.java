package io.deltas3proxy.gateway.metadata;

import static io.deltas3proxy.gateway.metadata.MetadataFixture.BUCKET;
import static io.deltas3proxy.gateway.metadata.MetadataFixture.HOUR;
import static io.deltas3proxy.gateway.metadata.MetadataFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.Retention;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.VersionLockedException;
import io.deltas3proxy.gateway.placement.JdbcReplicationRules;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions and their states, whichever database keeps them. */
abstract class ObjectVersionsContract {

  /** By the clock of the database, which is the real one. */
  private final Instant later = Instant.ofEpochMilli(System.currentTimeMillis() + 86_400_000);

  private MetadataFixture fixture;
  private JdbcObjectVersions versions;

  abstract DatabaseAddress newAddress();

  @BeforeEach
  void open() throws Exception {
    fixture = new MetadataFixture(newAddress());
    versions = fixture.versions;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Long> collectable() throws Exception {
    return versions.collectable(100).stream().map(StoredVersion::id).toList();
  }

  @Test
  void aVersionIsSeenFromItsCommitOnAndNotBefore() throws Exception {
    NewVersion draft = MetadataFixture.draft("a/b c.txt");
    long id = versions.begin(draft);
    assertEquals(Optional.empty(), versions.latest(BUCKET, "a/b c.txt"));
    assertEquals(Optional.empty(), versions.version(BUCKET, "a/b c.txt", draft.versionId()));
    assertEquals(Optional.empty(), versions.find(id));
    StoredVersion committed =
        versions.commit(id, MetadataFixture.commit(draft, "\"e1\"", WriteConditions.NONE));
    assertEquals(draft.versionId(), committed.versionId());
    assertTrue(committed.latest());
    assertFalse(committed.deleteMarker());
    assertEquals("\"e1\"", committed.eTag());
    assertEquals(4, committed.size());
    assertEquals(NOW, committed.lastModified());
    assertEquals(
        Map.of("content-type", "text/plain", "x-amz-checksum-crc32", "AAAAAA=="),
        committed.headers());
    assertEquals(Map.of("team", "blue"), committed.tags());
    assertEquals(
        new StoredVersion.Sync(
            SyncStatus.COMPLETE,
            MetadataFixture.ST,
            Set.of(MetadataFixture.ST, MetadataFixture.UC),
            2,
            2),
        committed.sync());
    assertEquals(2, committed.replicas().size());
    assertEquals(Optional.of(committed), versions.latest(BUCKET, "a/b c.txt"));
    assertEquals(Optional.of(committed), versions.find(id));
    assertEquals(Optional.of(committed), versions.version(BUCKET, "a/b c.txt", draft.versionId()));
    assertEquals(Optional.empty(), versions.latest(BUCKET, "A/b c.txt"));
    assertEquals(Optional.empty(), versions.latest("other", "a/b c.txt"));
    assertEquals(Optional.empty(), versions.latest(BUCKET, "a\0b"));
  }

  @Test
  void aCommitThatIsRepeatedGivesTheSameAnswer() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    VersionCommit commit = MetadataFixture.commit(draft, "\"e1\"", WriteConditions.IF_ABSENT);
    StoredVersion first = versions.commit(id, commit);
    assertEquals(first, versions.commit(id, commit));
    assertEquals(Optional.of(first), versions.outcome(id));
    assertThrows(
        StoreException.Conflict.class,
        () -> versions.commit(id, MetadataFixture.commit(draft, "\"e2\"", WriteConditions.NONE)));
  }

  @Test
  void theNewestVersionIsTheLatest() throws Exception {
    StoredVersion first = fixture.put("k", "\"1\"");
    StoredVersion second = fixture.put("k", "\"2\"");
    assertEquals(Optional.of(second), versions.latest(BUCKET, "k"));
    assertFalse(versions.find(first.id()).orElseThrow().latest());
  }

  @Test
  void ofConditionsTheLatestVersionDecides() throws Exception {
    StoredVersion first = fixture.put("k", "\"1\"");
    assertThrows(StoreException.PreconditionFailed.class, () -> put("k", true, null));
    assertThrows(StoreException.PreconditionFailed.class, () -> put("k", false, "\"2\""));
    assertThrows(StoreException.PreconditionFailed.class, () -> put("missing", false, "\"1\""));
    assertEquals(Optional.of(first), versions.latest(BUCKET, "k"));
    assertEquals(3, collectable().size(), "what failed is to be collected");
    put("k", false, "\"1\"");
    assertThrows(StoreException.PreconditionFailed.class, () -> put("k", false, "\"1\""));
    mark("k", WriteConditions.NONE);
    assertThrows(StoreException.PreconditionFailed.class, () -> put("k", false, "\"new\""));
    put("k", true, null);
    put("missing", true, null);
  }

  private void put(String key, boolean ifAbsent, @org.jspecify.annotations.Nullable String ifMatch)
      throws Exception {
    NewVersion draft = MetadataFixture.draft(key);
    long id = versions.begin(draft);
    WriteConditions conditions = new WriteConditions(ifAbsent, ifMatch);
    StoredVersion stored =
        versions.commit(id, MetadataFixture.commit(draft, "\"new\"", conditions));
    assertEquals(Optional.of(stored), versions.latest(BUCKET, key));
  }

  private StoredVersion mark(String key, WriteConditions conditions) throws Exception {
    return versions.mark(BUCKET, key, MetadataFixture.newId(), "bob", conditions);
  }

  @Test
  void aVersionThatWasGivenUpIsNeverSeen() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    assertEquals(List.of(), collectable());
    versions.abandon(id);
    assertThrows(
        StoreException.Conflict.class,
        () -> versions.commit(id, MetadataFixture.commit(draft, "\"1\"", WriteConditions.NONE)));
    assertEquals(Optional.empty(), versions.outcome(id));
    StoredVersion left = versions.collectable(100).getFirst();
    assertEquals(id, left.id());
    assertEquals(draft.replicas(), left.replicas(), "each place is named");
    assertEquals(List.of(id), collectable(), "until it is forgotten");
    versions.forget(id);
    assertEquals(List.of(), collectable());
    assertFalse(versions.extend(id, HOUR));
  }

  @Test
  void whatIsNotCommittedWhenItIsAskedForNeverWillBe() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    assertEquals(Optional.empty(), versions.outcome(id));
    assertThrows(
        StoreException.Conflict.class,
        () -> versions.commit(id, MetadataFixture.commit(draft, "\"1\"", WriteConditions.NONE)));
    assertEquals(List.of(id), collectable());
    assertEquals(Optional.empty(), versions.outcome(id + 1000));
  }

  @Test
  void aVersionWhoseLeaseIsOverIsCollectedAndOneThatWasExtendedIsNot() throws Exception {
    NewVersion lapsed = MetadataFixture.draft("a", Protection.NONE, Duration.ZERO);
    NewVersion extended = MetadataFixture.draft("b", Protection.NONE, Duration.ZERO);
    long lapsedId = versions.begin(lapsed);
    long extendedId = versions.begin(extended);
    assertTrue(versions.extend(extendedId, HOUR));
    // An instance whose clock is far ahead takes nothing from others: the database tells the time.
    fixture.clock.advance(Duration.ofMinutes(16));
    assertEquals(List.of(lapsedId), collectable());
    assertFalse(versions.extend(lapsedId, HOUR), "it is being collected");
    assertThrows(
        StoreException.Conflict.class,
        () ->
            versions.commit(
                lapsedId, MetadataFixture.commit(lapsed, "\"1\"", WriteConditions.NONE)));
    assertThrows(
        MetadataUnavailableException.class,
        () -> versions.plan(lapsedId, lapsed.replicas().getFirst()),
        "nothing more is sent anywhere");
    assertEquals(
        "b",
        versions
            .commit(extendedId, MetadataFixture.commit(extended, "\"1\"", WriteConditions.NONE))
            .key());
  }

  @Test
  void aLeaseThatIsOverAloneDoesNotStopACommit() throws Exception {
    NewVersion draft = MetadataFixture.draft("a", Protection.NONE, Duration.ZERO);
    long id = versions.begin(draft);
    StoredVersion stored =
        versions.commit(id, MetadataFixture.commit(draft, "\"1\"", WriteConditions.NONE));
    assertEquals(List.of(), collectable());
    assertEquals(Optional.of(stored), versions.latest(BUCKET, "a"));
  }

  @Test
  void whatCannotBeCollectedGoesBehindTheRest() throws Exception {
    for (int i = 0; i < 3; i++) {
      versions.abandon(versions.begin(MetadataFixture.draft("k" + i)));
    }
    List<Long> all = collectable();
    long first = versions.collectable(1).getFirst().id();
    assertEquals(3, all.size());
    assertFalse(
        versions.collectable(2).stream().anyMatch(version -> version.id() == first),
        "others have their turn");
  }

  @Test
  void placesThatAreNamedLaterAreKept() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    Replica third =
        MetadataFixture.replica("hz", MetadataFixture.UC, "k#3", Replica.Status.PENDING);
    versions.plan(id, third);
    versions.abandon(id);
    assertTrue(versions.collectable(1).getFirst().replicas().contains(third));
  }

  @Test
  void whatAVersionLacksIsQueuedWithIt() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    VersionCommit commit =
        new VersionCommit(
            3,
            "\"e\"",
            Map.of(),
            MetadataFixture.replicas(
                draft.replicas().getFirst().key(), Replica.Status.ACTIVE, Replica.Status.FAILED),
            List.of(new NewJob(Job.Type.ADD_REPLICA, null, "st", "uc", 3)),
            WriteConditions.NONE,
            null);
    StoredVersion stored = versions.commit(id, commit);
    assertEquals(SyncStatus.PARTIAL, stored.sync().status());
    assertEquals(1, stored.sync().currentReplicas());
    JdbcJobs jobs = new JdbcJobs(fixture.database, fixture.clock);
    Job job = jobs.list(Set.of(Job.Status.QUEUED), 0, 10).getFirst();
    assertEquals(new NewJob(Job.Type.ADD_REPLICA, id, "st", "uc", 3), job.work());
    StoredVersion mended =
        versions
            .replica(
                id,
                MetadataFixture.replica(
                    "uc",
                    MetadataFixture.UC,
                    draft.replicas().getFirst().key(),
                    Replica.Status.ACTIVE))
            .orElseThrow();
    assertEquals(SyncStatus.COMPLETE, mended.sync().status());
    assertEquals(2, mended.sync().currentReplicas());
  }

  @Test
  void aVersionWithoutAnyReplicaIsNotCommitted() throws Exception {
    NewVersion draft = MetadataFixture.draft("k");
    long id = versions.begin(draft);
    VersionCommit none =
        new VersionCommit(
            3,
            "\"e\"",
            Map.of(),
            MetadataFixture.replicas("k", Replica.Status.FAILED, Replica.Status.FAILED),
            List.of(),
            WriteConditions.NONE,
            null);
    assertThrows(IllegalArgumentException.class, () -> versions.commit(id, none));
    assertEquals(Optional.empty(), versions.latest(BUCKET, "k"));
  }

  @Test
  void replicasOfVersionsThatAreGoneAreNotNoted() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    Replica replica = stored.replicas().getFirst();
    assertTrue(versions.delete(BUCKET, "k", stored.versionId(), false).isPresent());
    assertEquals(Optional.empty(), versions.replica(stored.id(), replica));
    StoredVersion marker = mark("k", WriteConditions.NONE);
    assertEquals(Optional.empty(), versions.replica(marker.id(), replica));
  }

  @Test
  void aDeleteMarkerHidesAKeyAndItsRemovalShowsItAgain() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    StoredVersion marker = mark("k", WriteConditions.NONE);
    assertTrue(marker.deleteMarker());
    assertTrue(marker.latest());
    assertEquals("", marker.eTag());
    assertEquals(Optional.of(marker), versions.latest(BUCKET, "k"));
    assertTrue(versions.version(BUCKET, "k", stored.versionId()).isPresent());
    assertThrows(
        StoreException.PreconditionFailed.class, () -> mark("k", new WriteConditions(false, "x")));
    assertEquals(Optional.of(marker), versions.delete(BUCKET, "k", marker.versionId(), false));
    assertEquals(Optional.of(stored), versions.latest(BUCKET, "k"));
    assertEquals(List.of(), collectable(), "a marker has no places");
    assertTrue(mark("never", WriteConditions.NONE).latest());
  }

  @Test
  void theNextOlderVersionFollowsOneThatIsDeletedForGood() throws Exception {
    StoredVersion first = fixture.put("k", "\"1\"");
    StoredVersion second = fixture.put("k", "\"2\"");
    StoredVersion third = fixture.put("k", "\"3\"");
    assertEquals(Optional.empty(), versions.delete(BUCKET, "k", "v20260301000000-none", false));
    assertEquals(Optional.empty(), versions.delete(BUCKET, "other", third.versionId(), false));
    assertTrue(versions.delete(BUCKET, "k", second.versionId(), false).isPresent());
    assertEquals(Optional.of(third), versions.latest(BUCKET, "k"));
    assertTrue(versions.delete(BUCKET, "k", third.versionId(), false).isPresent());
    assertEquals(first.id(), versions.latest(BUCKET, "k").orElseThrow().id());
    assertTrue(versions.delete(BUCKET, "k", first.versionId(), false).isPresent());
    assertEquals(Optional.empty(), versions.delete(BUCKET, "k", first.versionId(), false));
    assertEquals(Optional.empty(), versions.latest(BUCKET, "k"));
    assertEquals(List.of(second.id(), third.id(), first.id()), collectable());
    assertTrue(fixture.put("k", "\"4\"").latest());
  }

  @Test
  void aCommitIsNotUndoneByItsDeletion() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    assertTrue(versions.delete(BUCKET, "k", stored.versionId(), false).isPresent());
    assertEquals(stored.versionId(), versions.outcome(stored.id()).orElseThrow().versionId());
  }

  @Test
  void placesThatACopyIsBeingMadeInAreCollectedLater() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    Replica copying =
        MetadataFixture.replica("hz", MetadataFixture.UC, "k", Replica.Status.SYNCING);
    assertTrue(versions.replica(stored.id(), copying).isPresent());
    assertTrue(versions.delete(BUCKET, "k", stored.versionId(), false).isPresent());
    assertEquals(List.of(), collectable());
  }

  @Test
  void legalHoldAndRetentionForbidToDeleteForGood() throws Exception {
    StoredVersion held = fixture.put("held", "\"1\"", new Protection(null, true));
    assertLocked("held", held, true);
    assertTrue(versions.setLegalHold(held.id(), false));
    assertTrue(versions.delete(BUCKET, "held", held.versionId(), false).isPresent());
    assertFalse(versions.setLegalHold(held.id(), true));
    StoredVersion governed = fixture.put("g", "\"1\"", until(Retention.Mode.GOVERNANCE, later));
    assertLocked("g", governed, false);
    assertTrue(mark("g", WriteConditions.NONE).latest(), "a marker deletes nothing");
    assertTrue(versions.delete(BUCKET, "g", governed.versionId(), true).isPresent());
    StoredVersion kept = fixture.put("c", "\"1\"", until(Retention.Mode.COMPLIANCE, later));
    fixture.clock.advance(Duration.ofDays(100));
    assertLocked("c", kept, true);
    Instant past = Instant.now().minusSeconds(1);
    StoredVersion over = fixture.put("o", "\"1\"", until(Retention.Mode.COMPLIANCE, past));
    assertTrue(versions.delete(BUCKET, "o", over.versionId(), false).isPresent());
  }

  private static Protection until(Retention.Mode mode, Instant until) {
    return new Protection(new Retention(mode, until), false);
  }

  private void assertLocked(String key, StoredVersion version, boolean bypass) throws Exception {
    assertThrows(
        VersionLockedException.class,
        () -> versions.delete(BUCKET, key, version.versionId(), bypass));
    assertTrue(versions.find(version.id()).isPresent());
  }

  @Test
  void retentionIsOnlyMadeStricter() throws Exception {
    Retention governed = new Retention(Retention.Mode.GOVERNANCE, later);
    Retention longer = new Retention(Retention.Mode.GOVERNANCE, later.plusSeconds(1));
    Retention strict = new Retention(Retention.Mode.COMPLIANCE, later.plusSeconds(1));
    StoredVersion stored = fixture.put("k", "\"1\"");
    long id = stored.id();
    assertTrue(versions.setRetention(id, governed, false));
    assertTrue(versions.setRetention(id, longer, false));
    assertThrows(VersionLockedException.class, () -> versions.setRetention(id, governed, false));
    assertThrows(VersionLockedException.class, () -> versions.setRetention(id, null, false));
    assertTrue(versions.setRetention(id, null, true));
    assertTrue(versions.setRetention(id, strict, false));
    assertThrows(VersionLockedException.class, () -> versions.setRetention(id, longer, true));
    assertThrows(VersionLockedException.class, () -> versions.setRetention(id, null, true));
    assertEquals(strict, versions.find(id).orElseThrow().protection().retention());
    assertFalse(versions.setRetention(id + 1000, governed, false));
  }

  @Test
  void tagsAreChangedWithinTheirLimits() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    Map<String, String> tags = Map.of("ä".repeat(128), "v".repeat(256), "b", "");
    assertTrue(versions.setTags(stored.id(), tags));
    assertEquals(tags, versions.find(stored.id()).orElseThrow().tags());
    assertTrue(versions.setTags(stored.id(), Map.of()));
    assertFalse(versions.setTags(stored.id() + 1000, tags));
    for (Map<String, String> wrong :
        List.of(Map.of("k".repeat(129), ""), Map.of("k", "v".repeat(257)), Map.of("", "v"))) {
      assertThrows(IllegalArgumentException.class, () -> versions.setTags(stored.id(), wrong));
    }
  }

  @Test
  void aTagAsksForReplicasWithinTheAllowedZonesAndTheQueueMakesThem() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    JdbcJobs jobs = new JdbcJobs(fixture.database, fixture.clock);
    assertTrue(versions.setTags(stored.id(), Map.of("replica-count", "1")));
    assertEquals(1, versions.find(stored.id()).orElseThrow().sync().requiredReplicas());
    assertEquals(List.of(), jobs.list(Set.of(Job.Status.QUEUED), 0, 10));
    versions.replica(
        stored.id(), MetadataFixture.replica("uc", MetadataFixture.UC, "k", Replica.Status.FAILED));
    assertTrue(versions.setTags(stored.id(), Map.of("replica-count", "99")));
    StoredVersion asked = versions.find(stored.id()).orElseThrow();
    assertEquals(2, asked.sync().requiredReplicas(), "there are two zones");
    assertEquals(SyncStatus.PARTIAL, asked.sync().status());
    Job job = jobs.list(Set.of(Job.Status.QUEUED), 0, 10).getFirst();
    assertEquals(Job.Type.SYNC_METADATA, job.work().type());
    assertEquals(stored.id(), job.work().version());
    for (String none : List.of("0", "-1", "many", "")) {
      assertTrue(versions.setTags(stored.id(), Map.of("replica-count", none)));
      assertEquals(2, versions.find(stored.id()).orElseThrow().sync().requiredReplicas());
    }
  }

  @Test
  void aTagAsksForNoFewerReplicasThanRulesDemand() throws Exception {
    StoredVersion stored = fixture.put("k", "\"1\"");
    JdbcReplicationRules rules =
        new JdbcReplicationRules(fixture.database, List.of(), fixture.clock);
    rules.put(rule("elsewhere", "DE", 2, true));
    rules.put(rule("off", "FI", 2, false));
    assertTrue(versions.setTags(stored.id(), Map.of("replica-count", "1")));
    assertEquals(1, versions.find(stored.id()).orElseThrow().sync().requiredReplicas());
    rules.put(rule("two-in-finland", "FI", 2, true));
    assertTrue(versions.setTags(stored.id(), Map.of("replica-count", "1")));
    assertEquals(2, versions.find(stored.id()).orElseThrow().sync().requiredReplicas());
  }

  private static ReplicationRule rule(String name, String source, int replicas, boolean enabled) {
    return new ReplicationRule(
        name, new Location(source), List.of(), replicas, Set.of(), Set.of(), enabled);
  }
}
