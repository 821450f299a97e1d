package io.deltas3proxy.gateway.object;

import static io.deltas3proxy.gateway.object.ObjectsFixture.active;
import static io.deltas3proxy.gateway.object.ObjectsFixture.bytes;
import static io.deltas3proxy.gateway.object.ObjectsFixture.put;
import static io.deltas3proxy.gateway.object.ObjectsFixture.read;
import static io.deltas3proxy.gateway.object.ObjectsFixture.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.deltas3proxy.gateway.RefusedPlacementException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.testing.FaultyBackend.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ObjectCopyingTest {

  private final ObjectsFixture fixture;
  private final StoredObjects objects;
  private final byte[] body = bytes(1_000_000);
  private final StoredVersion source;

  ObjectCopyingTest(@TempDir Path directory) throws Exception {
    fixture = new ObjectsFixture(directory);
    objects = fixture.objects(2, 2);
    source = put(objects, "source", body);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private StoredVersion copy() throws Exception {
    return objects.copy(request("copy", 0, Map.of("content-type", "text/x")), source);
  }

  @Test
  void backendsThatHaveTheSourceCopyItThemselves() throws Exception {
    fixture.a.reads(Fault.RESET, 0);
    fixture.b.reads(Fault.RESET, 0);
    fixture.a.writes(Fault.RESET, 0);
    fixture.b.writes(Fault.RESET, 0);
    StoredVersion copy = copy();
    assertEquals(Set.of("a", "b"), active(copy));
    assertEquals(source.eTag(), copy.eTag());
    fixture.a.heal();
    assertArrayEquals(body, read(objects, copy));
    assertEquals("text/x", copy.headers().get("content-type"));
  }

  @Test
  void whatMustBeElsewherePassesThrough() throws Exception {
    fixture.placements.allow(List.of(fixture.c), 1);
    StoredVersion copy = objects.copy(request("copy", 0, Map.of()), source);
    assertEquals(Set.of("c"), active(copy));
    assertEquals(Set.of(fixture.c.description().zone()), copy.sync().allowedZones());
    assertArrayEquals(body, read(objects, copy));
  }

  @Test
  void whereTheCopyMayBeIsDecidedAnew() {
    fixture.placements.refuse("eu-only");
    assertThrows(RefusedPlacementException.class, this::copy);
  }

  @Test
  void aBackendThatLostTheSourceGetsItFromAnother() throws Exception {
    fixture.memoryA.lose();
    StoredVersion copy = copy();
    assertEquals(Set.of("a", "b"), active(copy));
    assertArrayEquals(body, fixture.memoryA.bytes("copy#" + copy.versionId()));
  }

  @Test
  void aSourceThatRottedIsNotCopied() throws Exception {
    fixture.memoryA.rot();
    StoredVersion copy = copy();
    assertArrayEquals(body, fixture.memoryA.bytes("copy#" + copy.versionId()));
    assertArrayEquals(body, fixture.memoryB.bytes("copy#" + copy.versionId()));
  }

  @Test
  void whereTheOnlyBackendCopiesNothingItselfItsObjectPassesThrough() throws Exception {
    fixture.placements.allow(List.of(fixture.a), 1);
    StoredVersion single = put(objects, "single", body);
    fixture.memoryA.copies(false);
    StoredVersion copy = objects.copy(request("copy", 0, Map.of()), single);
    assertEquals(Set.of("a"), active(copy));
    assertArrayEquals(body, read(objects, copy));
  }
}
