package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.active;
import static io.deltas3proxy.gateway.object.ObjectsFixture.bytes;
import static io.deltas3proxy.gateway.object.ObjectsFixture.put;
import static io.deltas3proxy.gateway.object.ObjectsFixture.read;
import static io.deltas3proxy.gateway.object.ObjectsFixture.request;
import static io.deltas3proxy.gateway.object.ObjectsFixture.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.LaterPlacement;
import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.StoreException.Invalid.Fault;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.FaultyBackend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UploadsTest {

  private static final int PART = (int) PartList.LEAST_BYTES;

  private final ObjectsFixture fixture;
  private final StoredObjects objects;

  UploadsTest(@TempDir Path directory) throws Exception {
    fixture = new ObjectsFixture(directory);
    objects = fixture.objects(1, 2);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String create() throws Exception {
    return objects.createUpload(request("key", 0, Map.of("content-type", "text/x"))).uploadId();
  }

  private UploadedPart part(String id, int number, byte[] bytes) throws Exception {
    return objects.putPart(
        id, number, request("key", bytes.length, Map.of()), new ByteArrayInputStream(bytes));
  }

  private static UploadCompletion.Part named(UploadedPart part) {
    return new UploadCompletion.Part(part.number(), part.eTag(), Map.of());
  }

  private StoredVersion complete(String id, UploadedPart... parts) throws Exception {
    List<UploadCompletion.Part> named = new ArrayList<>();
    for (UploadedPart part : parts) {
      named.add(named(part));
    }
    return objects.completeUpload(target("key"), id, named, WriteConditions.NONE);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private void requireNothingLeft() throws Exception {
    while (objects.collect(100) > 0) {
      assertTrue(fixture.uploadsOnBackends() < 10);
    }
    assertEquals(0, fixture.uploadsOnBackends());
  }

  @Test
  void partsBecomeOneVersionOnAllPlaces() throws Exception {
    String id = create();
    byte[] first = bytes(PART);
    byte[] last = bytes(1234);
    UploadedPart one = part(id, 1, first);
    UploadedPart seven = part(id, 7, last);
    StoredVersion version = complete(id, one, seven);
    assertEquals(Set.of("a", "b"), active(version));
    assertArrayEquals(joined(first, last), read(objects, version));
    assertTrue(version.eTag().endsWith("-2\""), version.eTag());
    assertEquals("text/x", version.headers().get("content-type"));
    assertArrayEquals(
        last, read(objects, version, new ByteRange.Bounded(PART, version.size() - 1)));
    requireNothingLeft();
  }

  @Test
  void completedOnceMoreItIsTheSameAnswer() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(10));
    StoredVersion version = complete(id, one);
    assertEquals(version.versionId(), complete(id, one).versionId());
    assertThrows(StoreException.NoSuchUpload.class, () -> part(id, 2, bytes(10)));
  }

  @Test
  void partsThatAreNotThoseStoredAreRefused() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(100));
    UploadedPart two = part(id, 2, bytes(200));
    assertEquals(Fault.ENTITY_TOO_SMALL, refusal(id, List.of(named(one), named(two))));
    assertEquals(Fault.INVALID_PART_ORDER, refusal(id, List.of(named(two), named(one))));
    assertEquals(
        Fault.INVALID_PART,
        refusal(id, List.of(new UploadCompletion.Part(1, two.eTag(), Map.of()))));
    assertEquals(
        Fault.INVALID_PART,
        refusal(id, List.of(new UploadCompletion.Part(3, two.eTag(), Map.of()))));
    assertArrayEquals(bytes(200), read(objects, complete(id, two)));
  }

  private Fault refusal(String id, List<UploadCompletion.Part> parts) {
    return assertThrows(
            StoreException.Invalid.class,
            () -> objects.completeUpload(target("key"), id, parts, WriteConditions.NONE))
        .fault();
  }

  @Test
  void anotherKeyDoesNotKnowTheUpload() throws Exception {
    String id = create();
    assertThrows(
        StoreException.NoSuchUpload.class,
        () ->
            objects.putPart(
                id, 1, request("other", 1, Map.of()), new ByteArrayInputStream(bytes(1))));
    assertThrows(StoreException.NoSuchUpload.class, () -> objects.abortUpload(target("other"), id));
  }

  @Test
  void aBackendThatFailsAPartDropsOut() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.b.writes(FaultyBackend.Fault.RESET, 50);
    UploadedPart two = part(id, 2, bytes(PART));
    fixture.b.heal();
    UploadedPart three = part(id, 3, bytes(300));
    assertEquals(Set.of("a"), three.onBackends().keySet());
    StoredVersion version = complete(id, one, two, three);
    assertEquals(Set.of("a"), active(version));
    assertArrayEquals(joined(bytes(PART), bytes(PART), bytes(300)), read(objects, version));
    assertEquals(List.of("ADD_REPLICA c", "REMOVE_REPLICA b"), fixture.jobs());
    requireNothingLeft();
  }

  @Test
  void aPartThatNobodyTakesIsSentAgain() throws Exception {
    String id = create();
    fixture.a.writes(FaultyBackend.Fault.RESET, 50);
    fixture.b.writes(FaultyBackend.Fault.CORRUPT, 50);
    assertThrows(StoreException.Unavailable.class, () -> part(id, 1, bytes(PART)));
    fixture.a.heal();
    fixture.b.heal();
    UploadedPart one = part(id, 1, bytes(PART));
    assertEquals(Set.of("a", "b"), active(complete(id, one)));
  }

  @Test
  void whereTheAnswerOfTheEndWasLostTheBackendIsLookedAt() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.a.writes(FaultyBackend.Fault.ANSWER_LOST, 0);
    assertEquals(Set.of("a", "b"), active(complete(id, one)));
  }

  @Test
  void backendsThatAreDownAtTheEndCanBeTriedAgain() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.a.down(true);
    fixture.b.down(true);
    assertThrows(StoreException.Unavailable.class, () -> complete(id, one));
    fixture.a.heal();
    fixture.b.heal();
    assertEquals(Set.of("a", "b"), active(complete(id, one)));
  }

  @Test
  void anUploadThatIsGivenUpLeavesNothing() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    objects.abortUpload(target("key"), id);
    assertThrows(StoreException.NoSuchUpload.class, () -> complete(id, one));
    assertThrows(StoreException.NoSuchUpload.class, () -> objects.abortUpload(target("key"), id));
    requireNothingLeft();
    assertEquals(Optional.empty(), objects.find("bucket", "key", null));
  }

  @Test
  void oldUploadsAreGivenUp() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.clock.advance(Duration.ofDays(6));
    assertEquals(0, objects.collect(10));
    fixture.clock.advance(Duration.ofDays(2));
    requireNothingLeft();
    assertThrows(StoreException.NoSuchUpload.class, () -> complete(id, one));
  }

  @Test
  void theConditionIsHeldAgainstTheKeyAtTheEnd() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(10));
    put(objects, "key", bytes(5));
    assertThrows(
        StoreException.PreconditionFailed.class,
        () ->
            objects.completeUpload(
                target("key"), id, List.of(named(one)), WriteConditions.IF_ABSENT));
    assertArrayEquals(bytes(5), read(objects, objects.find("bucket", "key", null).orElseThrow()));
  }

  @Test
  void backendsThatHaveTheSourceOfAPartCopyItThemselves() throws Exception {
    StoredVersion source = put(objects, "source", bytes(1000));
    String id = create();
    fixture.a.reads(FaultyBackend.Fault.SLOW_DOWN, 0);
    fixture.b.reads(FaultyBackend.Fault.SLOW_DOWN, 0);
    UploadedPart one =
        objects.copyPart(id, 1, request("key", 0, Map.of()), source, new ByteRange.Bounded(0, 99));
    assertEquals(Set.of("a", "b"), one.onBackends().keySet());
    fixture.a.heal();
    assertArrayEquals(Arrays.copyOf(bytes(1000), 100), read(objects, complete(id, one)));
  }

  @Test
  void partsMayBeRangesOfVersionsElsewhere() throws Exception {
    byte[] body = bytes(PART + 1000);
    fixture.placements.allow(List.of(fixture.c), 1);
    StoredVersion source = put(objects, "source", body);
    fixture.placements.allow(List.of(fixture.a, fixture.b), 2);
    String id = create();
    UploadedPart one =
        objects.copyPart(
            id, 1, request("key", 0, Map.of()), source, new ByteRange.Bounded(0, PART - 1));
    UploadedPart two =
        objects.copyPart(
            id, 2, request("key", 0, Map.of()), source, new ByteRange.Bounded(PART, PART + 999));
    assertArrayEquals(body, read(objects, complete(id, one, two)));
    assertThrows(
        StoreException.Invalid.class,
        () ->
            objects.copyPart(
                id,
                3,
                request("key", 0, Map.of()),
                source,
                new ByteRange.Bounded(PART, PART + 1000)));
  }

  @Test
  void aPlaceThatARuleForbidsMeanwhileGetsNoMoreParts() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.placements.forbid("b");
    UploadedPart two = part(id, 2, bytes(100));
    assertEquals(Set.of("a"), two.onBackends().keySet());
    StoredVersion version = complete(id, one, two);
    assertEquals(Set.of("a"), active(version));
    assertEquals(Set.of(), fixture.memoryB.keys());
    requireNothingLeft();
  }

  @Test
  void whereRulesLeaveNoPlaceAnUploadIsRefused() throws Exception {
    String id = create();
    UploadedPart one = part(id, 1, bytes(PART));
    fixture.placements.forbid("a");
    fixture.placements.forbid("b");
    assertThrows(RefusedPlacementException.class, () -> part(id, 2, bytes(100)));
    assertThrows(RefusedPlacementException.class, () -> complete(id, one));
    assertEquals(
        List.of("UploadPart", "CompleteMultipartUpload"),
        fixture.placements.askedLater().stream().map(LaterPlacement::operation).toList());
    assertEquals(0, fixture.objectsOnBackends());
    objects.abortUpload(target("key"), id);
    requireNothingLeft();
  }
}
