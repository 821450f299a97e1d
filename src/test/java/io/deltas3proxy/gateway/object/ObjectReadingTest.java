package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.active;
import static io.deltas3proxy.gateway.object.ObjectsFixture.bytes;
import static io.deltas3proxy.gateway.object.ObjectsFixture.put;
import static io.deltas3proxy.gateway.object.ObjectsFixture.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.FaultyBackend.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ObjectReadingTest {

  private static final int LONG = 1_000_000;

  private final ObjectsFixture fixture;
  private final StoredObjects objects;
  private final byte[] body = bytes(LONG);
  private final StoredVersion version;

  ObjectReadingTest(@TempDir Path directory) throws Exception {
    fixture = new ObjectsFixture(directory);
    objects = fixture.objects(2, 2);
    version = put(objects, "key", body);
    assertEquals(Set.of("a", "b"), active(version));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private StoredVersion now() throws Exception {
    return objects.find("bucket", "key", null).orElseThrow();
  }

  private static String begins(StoredObjects objects, StoredVersion version) throws Exception {
    try (VersionBody opened = objects.open(version, null)) {
      return opened.backend() + " " + opened.zone();
    }
  }

  @Test
  void thePrimaryIsReadUnlessAnotherIsNearer() throws Exception {
    assertEquals("a FI-HEL-ST-1", begins(objects, version));
    StoredObjects near = fixture.objects(fixture.ports, 1, 1, new Location("FI-HEL-UC-2"));
    assertEquals("b FI-HEL-UC-1", begins(near, version));
  }

  @Test
  void oneThatDidNotAnswerLatelyIsReadLast() throws Exception {
    fixture.a.usable(false);
    assertEquals("b FI-HEL-UC-1", begins(objects, version));
    fixture.b.down(true);
    assertEquals("a FI-HEL-ST-1", begins(objects, version));
  }

  @Test
  void rangesAreExact() throws Exception {
    for (var range :
        List.of(new long[] {0, 0}, new long[] {17, 70_000}, new long[] {LONG - 1, LONG - 1})) {
      assertArrayEquals(
          Arrays.copyOfRange(body, (int) range[0], (int) range[1] + 1),
          read(objects, version, new ByteRange.Bounded(range[0], range[1])));
    }
  }

  @Test
  void anotherReplicaGoesOnWhereOneBreaksAtAnyByte() throws Exception {
    for (Fault fault : List.of(Fault.RESET, Fault.END, Fault.SLOW_DOWN)) {
      for (int percent : List.of(0, 1, 50, 99)) {
        fixture.a.reads(fault, percent);
        assertArrayEquals(body, read(objects, version), fault + " at " + percent);
        assertArrayEquals(
            Arrays.copyOfRange(body, 1000, LONG - 1000),
            read(objects, version, new ByteRange.Bounded(1000, LONG - 1001)),
            fault + " in a range at " + percent);
      }
    }
    assertEquals(Set.of("a", "b"), active(now()));
  }

  @Test
  void aBodyThatNobodyCanFinishEndsWithAnErrorAndNeverEarly() throws Exception {
    for (Fault fault : List.of(Fault.RESET, Fault.END)) {
      fixture.a.reads(fault, 50);
      fixture.b.reads(fault, 50);
      try (VersionBody opened = objects.open(version, null)) {
        StoreException failure =
            assertThrows(StoreException.class, () -> opened.body().readAllBytes());
        assertTrue(failure instanceof StoreException.Unavailable, failure.toString());
      }
    }
  }

  @Test
  void whenNobodyAnswersItIsAnErrorThatPasses() throws Exception {
    fixture.a.down(true);
    fixture.b.reads(Fault.SLOW_DOWN, 0);
    assertThrows(StoreException.Throttled.class, () -> objects.open(version, null));
    fixture.b.down(true);
    assertThrows(StoreException.Unavailable.class, () -> objects.open(version, null));
    fixture.a.heal();
    assertArrayEquals(body, read(objects, version));
  }

  @Test
  void aCorruptBodyNeverComesToItsEndAndIsRepaired() throws Exception {
    fixture.memoryA.rot();
    try (VersionBody opened = objects.open(version, null)) {
      assertThrows(StoreException.class, () -> opened.body().readAllBytes());
    }
    assertEquals(Set.of("b"), active(now()));
    assertEquals(List.of("VERIFY_REPLICA a"), fixture.jobs());
    assertArrayEquals(body, read(objects, now()));
  }

  @Test
  void aShortCorruptBodyIsReadElsewhereBeforeAnybodySeesIt() throws Exception {
    byte[] small = bytes(1000);
    StoredVersion other = put(objects, "small", small);
    fixture.memoryA.rot();
    try (VersionBody opened = objects.open(other, null)) {
      byte[] read = new byte[FanOut.SLOT_BYTES];
      assertEquals(1000, opened.body().read(read));
      assertArrayEquals(small, Arrays.copyOf(read, 1000));
    }
  }

  @Test
  void aMissingReplicaIsNotedAndReadElsewhere() throws Exception {
    fixture.memoryA.lose();
    assertArrayEquals(body, read(objects, version));
    assertEquals(Set.of("b"), active(now()));
    assertEquals(List.of("VERIFY_REPLICA a"), fixture.jobs());
  }

  @Test
  void aReplicaThatWasMovedAwayMeanwhileIsNotTakenForFailed() throws Exception {
    Replica old = version.replicas().getFirst();
    Replica gone =
        new Replica(
            old.backend(),
            old.zone(),
            old.bucket(),
            old.key(),
            Replica.Status.DELETED,
            old.checksum(),
            null,
            1,
            null);
    var unused = fixture.ports.versions().replica(version.id(), gone);
    fixture.memoryA.lose();
    assertArrayEquals(body, read(objects, version));
    assertEquals(Replica.Status.DELETED, now().replicas().getFirst().status());
    assertEquals(List.of(), fixture.jobs());
  }

  @Test
  void withoutAnActiveReplicaThoseThatFailedAreTriedAndLookedAt() throws Exception {
    fixture.memoryA.lose();
    fixture.memoryB.rot();
    for (int i = 0; i < 3; i++) {
      try (VersionBody opened = objects.open(now(), null)) {
        assertThrows(IOException.class, () -> opened.body().readAllBytes());
      } catch (StoreException.Unavailable e) {
        assertEquals("no replica can be read now", e.getMessage());
      }
    }
    assertEquals(Set.of(), active(now()));
    fixture.memoryB.rot();
    assertArrayEquals(body, read(objects, now()));
  }
}
