package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.active;
import static io.deltas3proxy.gateway.object.ObjectsFixture.bytes;
import static io.deltas3proxy.gateway.object.ObjectsFixture.put;
import static io.deltas3proxy.gateway.object.ObjectsFixture.read;
import static io.deltas3proxy.gateway.object.ObjectsFixture.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.FaultyBackend.Fault;
import io.deltas3proxy.testing.LostBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ObjectWritingTest {

  /** Longer than what is held in memory. */
  private static final int LONG = 2_000_000;

  private final ObjectsFixture fixture;

  ObjectWritingTest(@TempDir Path directory) throws Exception {
    this.fixture = new ObjectsFixture(directory);
  }

  @BeforeEach
  void requireEmpty() {
    assertEquals(0, fixture.objectsOnBackends());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aVersionIsOnAllPlacesThatAreWrittenAtOnceAndTheRestIsQueued() throws Exception {
    StoredObjects objects = fixture.objects(1, 1);
    byte[] body = bytes(LONG);
    StoredVersion version = put(objects, "dir/key", body);
    assertEquals(Set.of("a"), active(version));
    assertEquals(SyncStatus.PARTIAL, version.sync().status());
    assertEquals(List.of("ADD_REPLICA b"), fixture.jobs());
    assertArrayEquals(body, read(objects, version));
    assertEquals(Set.of("dir/key#" + version.versionId()), fixture.memoryA.keys());
    assertTrue(version.versionId().matches("v20260203164509-[0-9a-f]{8}"), version.versionId());
  }

  @Test
  void withTwoAtOnceNothingIsLeftToDo() throws Exception {
    StoredVersion version = put(fixture.objects(2, 2), "key", bytes(LONG));
    assertEquals(Set.of("a", "b"), active(version));
    assertEquals(SyncStatus.COMPLETE, version.sync().status());
    assertEquals(List.of(), fixture.jobs());
  }

  @Test
  void emptyObjectsAndLongKeysAreStored() throws Exception {
    StoredObjects objects = fixture.objects(2, 2);
    StoredVersion version = put(objects, "k".repeat(1024), new byte[0]);
    assertArrayEquals(new byte[0], read(objects, version));
    String key = fixture.memoryA.keys().iterator().next();
    assertTrue(key.matches("\\.long/[0-9a-f]{64}#" + version.versionId()), key);
  }

  @Test
  void anotherBackendTakesOverFromOneThatIsDown() throws Exception {
    fixture.a.down(true);
    StoredObjects objects = fixture.objects(1, 1);
    byte[] body = bytes(LONG);
    StoredVersion version = put(objects, "key", body);
    assertEquals(Set.of("b"), active(version));
    assertArrayEquals(body, read(objects, version));
    assertEquals(List.of("ADD_REPLICA c", "REMOVE_REPLICA a"), fixture.jobs());
  }

  @Test
  void oneThatDidNotAnswerLatelyIsNotThePrimary() throws Exception {
    fixture.a.usable(false);
    StoredVersion version = put(fixture.objects(1, 1), "key", bytes(10));
    assertEquals(Set.of("b"), active(version));
    assertEquals(fixture.b.description().zone(), version.sync().primaryZone());
  }

  @Test
  void aPlaceThatFailsAtAnyByteIsLeftToTheQueue() throws Exception {
    fixture.placements.allow(List.of(fixture.a, fixture.b), 2);
    for (Fault fault : List.of(Fault.RESET, Fault.SLOW_DOWN, Fault.CORRUPT, Fault.END)) {
      for (int percent : List.of(0, 1, 50, 99)) {
        fixture.a.writes(fault, percent);
        StoredObjects objects = fixture.objects(1, 2);
        byte[] body = bytes(LONG);
        StoredVersion version = put(objects, "key " + fault + percent, body);
        assertEquals(Set.of("b"), active(version), fault + " at " + percent);
        assertEquals(SyncStatus.PARTIAL, version.sync().status());
        assertArrayEquals(body, read(objects, version));
      }
    }
    assertEquals(Set.of("ADD_REPLICA a"), Set.copyOf(fixture.jobs()));
    assertEquals(16, fixture.jobs().size());
  }

  @Test
  void aWriteThatTooFewBackendsHaveIsAnErrorAndLeavesNothing() throws Exception {
    fixture.placements.allow(List.of(fixture.a, fixture.b), 2);
    StoredObjects objects = fixture.objects(2, 2);
    for (Fault fault : List.of(Fault.RESET, Fault.CORRUPT)) {
      for (int percent : List.of(0, 1, 50, 99)) {
        fixture.a.writes(fault, percent);
        assertThrows(StoreException.Unavailable.class, () -> put(objects, "key", bytes(LONG)));
        requireNothing(objects);
      }
    }
    fixture.a.writes(Fault.SLOW_DOWN, 0);
    fixture.b.writes(Fault.SLOW_DOWN, 50);
    assertThrows(StoreException.Throttled.class, () -> put(objects, "key", bytes(LONG)));
    requireNothing(objects);
  }

  private void requireNothing(StoredObjects objects) throws Exception {
    assertEquals(Optional.empty(), objects.find("bucket", "key", null));
    while (objects.collect(100) > 0) {
      assertTrue(fixture.objectsOnBackends() <= 4);
    }
    assertEquals(0, fixture.objectsOnBackends());
  }

  @Test
  void aBackendThatStandsStillHoldsNobodyUpForLong() throws Exception {
    fixture.a.writes(Fault.STALL, 50);
    fixture.delay = Duration.ofMillis(200);
    StoredObjects objects = fixture.objects(1, 2);
    byte[] body = bytes(LONG);
    StoredVersion version = put(objects, "key", body);
    assertEquals(Set.of("b"), active(version));
    assertEquals(List.of("ADD_REPLICA c", "REMOVE_REPLICA a"), fixture.jobs());
    assertArrayEquals(body, read(objects, version));
  }

  @Test
  void whatIsStoredAfterItWasDeletedForGoodIsDeletedToo() throws Exception {
    fixture.a.writes(Fault.LATE, 0);
    fixture.delay = Duration.ofMillis(200);
    StoredObjects objects = fixture.objects(1, 2);
    StoredVersion kept = put(objects, "kept", bytes(10));
    StoredVersion gone = put(objects, "gone", bytes(10));
    assertEquals(Set.of("b"), active(gone));
    assertTrue(objects.delete(ObjectsFixture.BUCKET, "gone", gone.versionId(), false).isPresent());
    assertEquals(1, objects.collect(10));
    assertEquals(Set.of(), fixture.memoryA.keys());
    fixture.a.heal();
    // Both are stored now; the one that nobody can see any more goes again.
    Set<String> expected = Set.of("kept#" + kept.versionId());
    while (!fixture.memoryA.everHeld(2) || !fixture.memoryA.keys().equals(expected)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whereTheAnswerWasLostTheBackendIsLookedAt() throws Exception {
    fixture.a.writes(Fault.ANSWER_LOST, 0);
    StoredVersion version = put(fixture.objects(1, 1), "key", bytes(LONG));
    assertEquals(Set.of("a"), active(version));
  }

  @Test
  void aBodyThatIsNotWhatWasSaidIsStoredNowhere() throws Exception {
    StoredObjects objects = fixture.objects(2, 2);
    byte[] body = bytes(LONG);
    Map<String, String> wrong =
        Map.of("x-amz-checksum-sha256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=");
    StoreException.Invalid refusal =
        assertThrows(
            StoreException.Invalid.class,
            () -> objects.put(request("key", LONG, wrong), new ByteArrayInputStream(body)));
    assertEquals(StoreException.Invalid.Fault.BAD_DIGEST, refusal.fault());
    assertThrows(
        StoreException.Invalid.class,
        () -> objects.put(request("key", LONG + 1, Map.of()), new ByteArrayInputStream(body)));
    assertThrows(
        StoreException.Invalid.class,
        () -> objects.put(request("key", LONG - 1, Map.of()), new ByteArrayInputStream(body)));
    requireNothing(objects);
  }

  @Test
  void aClientThatGoesAwayStoresNothing() throws Exception {
    StoredObjects objects = fixture.objects(1, 2);
    InputStream gone = new LostBody(bytes(LONG), LONG / 2);
    assertThrows(IOException.class, () -> objects.put(request("key", LONG, Map.of()), gone));
    requireNothing(objects);
  }

  @Test
  void conditionsAreHeldAgainstTheLatestVersion() throws Exception {
    StoredObjects objects = fixture.objects(1, 1);
    StoredVersion first = put(objects, "key", bytes(10));
    byte[] body = bytes(20);
    assertThrows(
        StoreException.PreconditionFailed.class,
        () ->
            objects.put(
                request("key", 20, Map.of(), WriteConditions.IF_ABSENT),
                new ByteArrayInputStream(body)));
    StoredVersion second =
        objects.put(
            request("key", 20, Map.of(), new WriteConditions(false, first.eTag())),
            new ByteArrayInputStream(body));
    assertThrows(
        StoreException.PreconditionFailed.class,
        () ->
            objects.put(
                request("key", 20, Map.of(), new WriteConditions(false, first.eTag())),
                new ByteArrayInputStream(body)));
    assertEquals(second.versionId(), objects.find("bucket", "key", null).orElseThrow().versionId());
    assertArrayEquals(bytes(10), read(objects, first));
  }

  @Test
  void whatMayBeNowhereIsNotWritten() throws Exception {
    fixture.placements.refuse("eu-only");
    StoredObjects objects = fixture.objects(1, 1);
    RefusedPlacementException refusal =
        assertThrows(RefusedPlacementException.class, () -> put(objects, "key", bytes(10)));
    assertEquals("eu-only", refusal.rule());
    requireNothing(objects);
  }

  @Test
  void nothingIsEverSentToAPlaceThatIsNotAllowed() throws Exception {
    List<GatewayBackend> allowed = List.of(fixture.a, fixture.b);
    fixture.placements.allow(allowed, 2);
    fixture.a.down(true);
    fixture.b.down(true);
    StoredObjects objects = fixture.objects(1, 1);
    assertThrows(StoreException.class, () -> put(objects, "key", bytes(10)));
    fixture.a.heal();
    StoredVersion version = put(objects, "key", bytes(10));
    assertEquals(Set.of("a"), active(version));
    assertFalse(fixture.jobs().stream().anyMatch(job -> job.endsWith(" c")));
    assertEquals(Set.of(), fixture.memoryC.keys());
  }
}
