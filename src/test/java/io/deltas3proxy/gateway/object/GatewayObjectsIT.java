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

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.SyncStatus;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.gateway.metadata.JdbcUploads;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.FaultyBackend;
import io.deltas3proxy.testing.FixedBackends;
import io.deltas3proxy.testing.FixedPlacements;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** The data path over three real S3 servers and a real database. */
@Timeout(180)
class GatewayObjectsIT {

  private static final int PART = (int) PartList.LEAST_BYTES;

  private static final HttpSettings HTTP =
      new HttpSettings(8, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5), 0);

  private final List<S3TestServer> servers = new ArrayList<>();
  private final List<TcpGate> gates = new ArrayList<>();
  private final List<ObjectStore> stores = new ArrayList<>();
  private final FaultyBackend a;
  private final FaultyBackend b;
  private final FaultyBackend c;
  private final FixedPlacements placements = new FixedPlacements();
  private final Database database;
  private final StoredObjects objects;

  GatewayObjectsIT(@TempDir Path directory) throws Exception {
    a = start("a", "FI-HEL-ST-1", directory);
    b = start("b", "FI-HEL-UC-1", directory);
    c = start("c", "DE-FRA-HZ-1", directory);
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    Clock clock = Clock.systemUTC();
    ObjectPorts ports =
        new ObjectPorts(
            new FixedBackends(List.of(a, b, c)),
            placements,
            new JdbcObjectVersions(database, clock),
            new JdbcUploads(database, clock),
            new JdbcJobs(database, clock));
    placements.allow(List.of(a, b, c), 2);
    objects =
        new StoredObjects(
            ports,
            new ObjectSettings(
                null,
                1,
                2,
                new ObjectSettings.Times(
                    Duration.ofMinutes(10), Duration.ofSeconds(20), Duration.ofMillis(1))),
            clock);
  }

  private FaultyBackend start(String name, String zone, Path directory) throws Exception {
    Path root = Files.createDirectories(directory.resolve(name));
    S3TestServer server = S3TestServer.start(root);
    servers.add(server);
    server.createBucket("bucket-" + name);
    TcpGate gate = new TcpGate(server.endpoint().getPort());
    gates.add(gate);
    S3ObjectStore store =
        new S3ObjectStore(
            new S3StoreSettings(
                name,
                URI.create("http://127.0.0.1:" + gate.port()),
                S3TestServer.REGION,
                true,
                new StaticCredentials(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, null),
                HTTP),
            EndpointPolicy.ANY_ADDRESS,
            Clock.systemUTC());
    stores.add(store);
    return new FaultyBackend(name, zone, name.equals("a"), store);
  }

  @AfterEach
  void close() throws Exception {
    stores.forEach(ObjectStore::close);
    for (TcpGate gate : gates) {
      gate.close();
    }
    servers.forEach(S3TestServer::close);
    database.close();
  }

  private boolean isOn(FaultyBackend backend, String key) throws StoreException {
    ObjectAddress address = new ObjectAddress(backend.description().bucket(), key);
    try {
      var unused = backend.store().head(ReadRequest.whole(address));
      return true;
    } catch (StoreException.NotFound e) {
      return false;
    }
  }

  @Test
  void whatIsStoredIsReadByRangesAndDeletedForGood() throws Exception {
    byte[] body = bytes(3_000_000);
    StoredVersion version = put(objects, "dir/ä +=%2F\"key", body);
    assertEquals(Set.of("a", "b"), active(version));
    assertEquals(SyncStatus.COMPLETE, version.sync().status());
    assertArrayEquals(body, read(objects, version));
    assertArrayEquals(
        Arrays.copyOfRange(body, 1_000_000, 2_000_001),
        read(objects, version, new ByteRange.Bounded(1_000_000, 2_000_000)));
    String physical = version.replicas().getFirst().key();
    assertEquals(true, isOn(a, physical) && isOn(b, physical));
    var unused = objects.delete(ObjectsFixture.BUCKET, version.key(), version.versionId(), false);
    assertEquals(Optional.empty(), objects.find("bucket", version.key(), null));
    assertEquals(1, objects.collect(10));
    assertEquals(false, isOn(a, physical) || isOn(b, physical));
  }

  @Test
  void aServerThatGoesAwayInTheMiddleOfAReadIsReplaced() throws Exception {
    byte[] body = bytes(40_000_000);
    StoredVersion version = put(objects, "key", body);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (VersionBody opened = objects.open(version, null)) {
      assertEquals("a", opened.backend());
      read.writeBytes(opened.body().readNBytes(1_000_000));
      gates.getFirst().cut();
      read.writeBytes(opened.body().readAllBytes());
    }
    assertArrayEquals(body, read.toByteArray());
  }

  @Test
  void aServerThatIsAwayIsLeftToTheQueue() throws Exception {
    gates.getFirst().cut();
    byte[] body = bytes(3_000_000);
    StoredVersion version = put(objects, "key", body);
    assertEquals(Set.of("b", "c"), active(version));
    assertArrayEquals(body, read(objects, version));
    gates.get(1).cut();
    gates.get(2).cut();
    assertThrows(StoreException.class, () -> put(objects, "key", body));
    assertThrows(StoreException.Unavailable.class, () -> objects.open(version, null));
    assertEquals(
        version.versionId(), objects.find("bucket", "key", null).orElseThrow().versionId());
  }

  @Test
  void uploadsInPartsAndCopiesAreThoseOfTheServers() throws Exception {
    byte[] first = bytes(PART);
    byte[] last = bytes(100_000);
    String id = objects.createUpload(request("key", 0, Map.of())).uploadId();
    UploadedPart one =
        objects.putPart(id, 1, request("key", PART, Map.of()), new ByteArrayInputStream(first));
    UploadedPart two =
        objects.putPart(
            id, 2, request("key", last.length, Map.of()), new ByteArrayInputStream(last));
    StoredVersion version =
        objects.completeUpload(
            target("key"),
            id,
            List.of(
                new UploadCompletion.Part(1, one.eTag(), Map.of()),
                new UploadCompletion.Part(2, two.eTag(), Map.of())),
            WriteConditions.NONE);
    assertEquals(Set.of("a", "b"), active(version));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(first);
    whole.writeBytes(last);
    assertArrayEquals(whole.toByteArray(), read(objects, version));
    StoredVersion copy = objects.copy(request("copy", 0, Map.of()), version);
    assertEquals(Set.of("a", "b"), active(copy));
    assertArrayEquals(whole.toByteArray(), read(objects, copy));
    placements.allow(List.of(c), 1);
    StoredVersion elsewhere = objects.copy(request("elsewhere", 0, Map.of()), version);
    assertEquals(Set.of("c"), active(elsewhere));
    assertArrayEquals(whole.toByteArray(), read(objects, elsewhere));
  }

  @Test
  void uploadsThatAreGivenUpLeaveNothingOnTheServers() throws Exception {
    String noted = objects.createUpload(request("key", 0, Map.of())).uploadId();
    var unused =
        objects.putPart(
            noted, 1, request("key", 1000, Map.of()), new ByteArrayInputStream(bytes(1000)));
    objects.abortUpload(target("key"), noted);
    while (objects.collect(10) > 0) {
      assertEquals(Optional.empty(), objects.find("bucket", "key", null));
    }
    for (S3TestServer server : servers) {
      server
          .client()
          .listBuckets()
          .buckets()
          .forEach(bucket ->
              assertEquals(
                  List.of(),
                  server
                      .client()
                      .listMultipartUploads(request -> request.bucket(bucket.name()))
                      .uploads()));
    }
    ObjectAddress address = new ObjectAddress("bucket-a", "begun#v1");
    String begun = a.store().writer().createUpload(address, Map.of());
    assertEquals(List.of(begun), a.store().writer().uploadsOf(address));
    a.store().writer().abortUpload(address, begun);
    assertEquals(List.of(), a.store().writer().uploadsOf(address));
  }
}
