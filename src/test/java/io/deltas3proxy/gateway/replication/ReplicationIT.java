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
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.FaultyS3Server;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on three real S3 servers and PostgreSQL, one of the servers behind a gate that shuts. */
@Timeout(180)
class ReplicationIT {

  private static final HttpSettings SHORT =
      new HttpSettings(10, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 0);

  /** So that parts are small. */
  private static final ReplicaCopy.Sizes SMALL = new ReplicaCopy.Sizes(6L << 20, 5L << 20);

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private TcpGate gate;
  private S3TestServer behind;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    URI helsinki = server("helsinki").endpoint();
    behind = server("espoo");
    gate = new TcpGate(behind.endpoint().getPort());
    open.add(gate);
    URI espoo = URI.create("http://127.0.0.1:" + gate.port());
    URI turku = server("turku").endpoint();
    gateway =
        new Gateway(
            TestDatabases.postgresql(),
            List.of(
                new TestBackend("helsinki", "FI-HEL-ST-1", store("helsinki", helsinki)),
                new TestBackend("espoo", "FI-ESP-UC-1", store("espoo", espoo)),
                new TestBackend("turku", "FI-TKU-HZ-1", store("turku", turku))),
            SMALL);
  }

  private S3TestServer server(String name) throws Exception {
    S3TestServer server = S3TestServer.start(Files.createDirectory(directory.resolve(name)));
    open.add(server);
    server.createBucket(TestBackend.BUCKET);
    return server;
  }

  private ObjectStore store(String name, URI endpoint) {
    ObjectStore store =
        new S3ObjectStore(
            new S3StoreSettings(
                name,
                endpoint,
                S3TestServer.REGION,
                true,
                new StaticCredentials(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, null),
                SHORT),
            EndpointPolicy.ANY_ADDRESS,
            Clock.systemUTC());
    open.add(store);
    return store;
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void objectsOfEverySizeAreReplicatedAndVerified() throws Exception {
    // The last ones go in parts.
    for (int size : new int[] {0, 1, 65_536, 3 << 20, 6 << 20, (6 << 20) + 1, 11 << 20}) {
      byte[] content = random(size);
      StoredVersion version = gateway.version(content, 3, "helsinki");
      gateway.add(Job.Type.ADD_REPLICA, version, null, "espoo");
      gateway.add(Job.Type.ADD_REPLICA, version, null, "turku");
      gateway.runAll();
      for (String name : List.of("espoo", "turku")) {
        assertEquals(Replica.Status.ACTIVE, gateway.replica(version, name).status(), name + size);
        assertArrayEquals(content, gateway.bytes(version, name), name + size);
      }
      assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
      Job verified = gateway.run(Job.Type.VERIFY_REPLICA, version, null, null);
      assertEquals(Job.Status.COMPLETED, verified.status());
      assertEquals(3, gateway.now(version).sync().currentReplicas());
    }
  }

  @Test
  void anUploadThatADeadWorkerLeftIsEndedByTheNextOne() throws Exception {
    StoredVersion version = gateway.version(random(11 << 20), 2, "helsinki");
    ObjectWriter writer = gateway.backend("turku").store().writer();
    ObjectAddress address =
        new ObjectAddress(TestBackend.BUCKET, version.replicas().getFirst().key());
    assertNotNull(writer.createUpload(address, Map.of()));
    assertEquals(1, writer.uploadsOf(address).size());
    gateway.run(Job.Type.ADD_REPLICA, version, null, "turku");
    assertEquals(Replica.Status.ACTIVE, gateway.replica(version, "turku").status());
    assertEquals(List.of(), writer.uploadsOf(address));
  }

  @Test
  void aBackendThatIsDownGetsItsReplicasWhenItIsBack() throws Exception {
    byte[] content = random(100_000);
    StoredVersion version = gateway.version(content, 2, "helsinki");
    gate.cut();
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, null, "espoo");
    assertEquals(Job.Status.RETRYING, job.status());
    assertEquals(SyncStatus.PARTIAL, gateway.now(version).sync().status());
    assertEquals(Replica.Status.FAILED, gateway.replica(version, "espoo").status());
    gate.open();
    gateway.runAll();
    assertEquals(Job.Status.COMPLETED, gateway.queue().job(job.id()).status());
    assertArrayEquals(content, gateway.bytes(version, "espoo"));
    assertEquals(SyncStatus.COMPLETE, gateway.now(version).sync().status());
  }

  @Test
  void aSourceThatHangsIsLeftForAnotherOne() throws Exception {
    byte[] content = random(100_000);
    StoredVersion version = gateway.version(content, 3, "espoo", "helsinki");
    gate.stall();
    Job job = gateway.run(Job.Type.ADD_REPLICA, version, "espoo", "turku");
    gate.open();
    assertEquals(Job.Status.COMPLETED, job.status(), () -> String.valueOf(job.error()));
    assertArrayEquals(content, gateway.bytes(version, "turku"));
    assertEquals(
        Replica.Status.ACTIVE,
        gateway.replica(version, "espoo").status(),
        "that it hangs is no damage");
  }

  @Test
  void aDamagedReplicaOnDiskIsFoundAndMadeGood() throws Exception {
    byte[] content = random(100_000);
    StoredVersion version = gateway.version(content, 2, "helsinki", "espoo");
    Path file =
        directory
            .resolve("espoo")
            .resolve(TestBackend.BUCKET)
            .resolve(version.replicas().getFirst().key());
    byte[] damaged = content.clone();
    damaged[77_777] ^= 4;
    // The server keeps the entity tag beside the bytes.
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(damaged));
    }
    Scans scans = gateway.scans(ScanSettings.STANDARD);
    assertTrue(scans.verifyAll(true));
    scans.verify().run();
    gateway.runAll();
    assertArrayEquals(content, gateway.bytes(version, "espoo"));
    assertEquals(2, gateway.now(version).sync().currentReplicas());
  }

  @Test
  void aBackendThatAnswers503IsTriedAgainAndNamedInTheEnd() throws Exception {
    try (FaultyS3Server faulty =
        FaultyS3Server.start((socket, received) -> {
          received.in().skipNBytes(Long.parseLong("0" + received.header("Content-Length")));
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          return true;
        })) {
      List<TestBackend> backends =
          List.of(
              gateway.backend("helsinki"),
              new TestBackend("busy", "FI-HEL-BUSY", store("busy", faulty.endpoint())));
      try (Gateway other = new Gateway(TestDatabases.postgresql(), backends)) {
        StoredVersion version = other.version(random(1000), 2, "helsinki");
        long id = other.add(Job.Type.ADD_REPLICA, version, null, "busy");
        other.runAll();
        Job job = other.queue().job(id);
        assertEquals(Job.Status.FAILED, job.status());
        assertEquals(3, job.retries());
        assertTrue(
            List.of(
                    "backend busy: it asks to slow down",
                    "backend busy: it does not answer as it should",
                    "backend busy: whether it has stored the object is not known")
                .contains(job.error()),
            job.error());
        assertEquals(1, other.now(version).sync().currentReplicas());
      }
    }
  }

  @Test
  void aBackendIsEmptiedToTheOthersAndItsBucketGoes() throws Exception {
    List<StoredVersion> versions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      versions.add(gateway.version(random(1000 + i), 2, "helsinki", "espoo"));
    }
    Drains drains = gateway.drains();
    gateway.backend("espoo").draining(true);
    Drain begun = drains.begin("espoo");
    assertEquals(10, begun.left());
    drains.run();
    gateway.runAll();
    drains.run();
    assertTrue(drains.progress("espoo").orElseThrow().finished());
    for (StoredVersion version : versions) {
      assertNull(gateway.bytes(version, "espoo"));
      byte[] moved = gateway.bytes(version, "turku");
      assertNotNull(moved);
      assertEquals(version.size(), moved.length);
    }
    Gateway.put(gateway.backend("espoo"), "somebody-else's.txt", new byte[] {1});
    NewJob cleanup = new NewJob(Job.Type.CLEANUP_EMPTY_BUCKET, null, null, "espoo", 5);
    long id = gateway.catalog().jobs().add(cleanup);
    gateway.queue().run();
    assertEquals(Job.Status.RETRYING, gateway.queue().job(id).status());
    assertEquals("backend espoo: a bucket still holds objects", gateway.queue().job(id).error());
    behind
        .client()
        .deleteObject(request -> request.bucket(TestBackend.BUCKET).key("somebody-else's.txt"));
    gateway.runAll();
    assertEquals(Job.Status.COMPLETED, gateway.queue().job(id).status());
    assertTrue(behind.client().listBuckets().buckets().isEmpty(), "the bucket is still there");
  }
}
