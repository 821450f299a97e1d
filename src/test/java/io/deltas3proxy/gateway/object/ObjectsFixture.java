package io.deltas3proxy.gateway.object;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.ObjectPut;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.VersionBody;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.gateway.metadata.JdbcUploads;
import io.deltas3proxy.storage.ByteRange;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.FaultyBackend;
import io.deltas3proxy.testing.FixedBackends;
import io.deltas3proxy.testing.FixedPlacements;
import io.deltas3proxy.testing.MemoryBackend;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The data path over a real database and three backends in memory that fail as they are told. */
final class ObjectsFixture implements AutoCloseable {

  static final GatewayBucket BUCKET =
      new GatewayBucket("bucket", null, List.of(), Set.of(), 2, false, null);

  final SettableClock clock = new SettableClock(Instant.parse("2026-02-03T16:45:09Z"));
  final MemoryBackend memoryA = new MemoryBackend();
  final MemoryBackend memoryB = new MemoryBackend();
  final MemoryBackend memoryC = new MemoryBackend();
  final FaultyBackend a = new FaultyBackend("a", "FI-HEL-ST-1", true, memoryA);
  final FaultyBackend b = new FaultyBackend("b", "FI-HEL-UC-1", false, memoryB);
  final FaultyBackend c = new FaultyBackend("c", "DE-FRA-HZ-1", false, memoryC);
  final FixedPlacements placements = new FixedPlacements();
  final Database database;
  final ObjectPorts ports;

  ObjectsFixture(Path directory) throws Exception {
    this(TestDatabases.sqlite(directory));
  }

  ObjectsFixture(DatabaseAddress address) throws Exception {
    database = Database.open(TestDatabases.settings(address));
    ports =
        new ObjectPorts(
            new FixedBackends(List.of(a, b, c)),
            placements,
            new JdbcObjectVersions(database, clock),
            new JdbcUploads(database, clock),
            new JdbcJobs(database, clock));
    placements.allow(List.of(a, b, c), 2);
  }

  /** How long slow backends may delay a write. */
  Duration delay = Duration.ofSeconds(20);

  /** How long a write that says nothing is taken for one under way. */
  Duration lease = Duration.ofMinutes(10);

  /** Objects of which so many replicas are needed for an answer, and so many are made at once. */
  StoredObjects objects(int minimum, int synchronous) {
    return objects(ports, minimum, synchronous, null);
  }

  StoredObjects objects(ObjectPorts over, int minimum, int synchronous, @Nullable Location zone) {
    ObjectSettings.Times times = new ObjectSettings.Times(lease, delay, Duration.ofDays(7));
    return new StoredObjects(over, new ObjectSettings(zone, minimum, synchronous, times), clock);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static ObjectPut.Target target(String key) {
    return new ObjectPut.Target(BUCKET, key, "alice", "request-1");
  }

  static ObjectPut request(String key, long length, Map<String, String> headers) {
    return request(key, length, headers, WriteConditions.NONE);
  }

  static ObjectPut request(
      String key, long length, Map<String, String> headers, WriteConditions conditions) {
    return new ObjectPut(target(key), length, headers, Map.of(), Protection.NONE, conditions);
  }

  static StoredVersion put(StoredObjects objects, String key, byte[] bytes) throws Exception {
    return objects.put(request(key, bytes.length, Map.of()), new ByteArrayInputStream(bytes));
  }

  static byte[] read(StoredObjects objects, StoredVersion version) throws Exception {
    return read(objects, version, null);
  }

  static byte[] read(
      StoredObjects objects, StoredVersion version, ByteRange.@Nullable Bounded range)
      throws Exception {
    try (VersionBody body = objects.open(version, range)) {
      return body.body().readAllBytes();
    }
  }

  /** The backends on which a version is said to be whole. */
  static Set<String> active(StoredVersion version) {
    Set<String> active = new TreeSet<>();
    for (Replica replica : version.replicas()) {
      if (replica.status() == Replica.Status.ACTIVE) {
        active.add(replica.backend());
      }
    }
    return active;
  }

  /** The jobs that wait: types and backends, in order of age. */
  List<String> jobs() throws Exception {
    return ports.jobs().list(Set.of(Job.Status.QUEUED), 0, 100).stream()
        .map(job -> job.work().type() + " " + job.work().target())
        .toList();
  }

  /** Objects on all backends. */
  int objectsOnBackends() {
    return memoryA.keys().size() + memoryB.keys().size() + memoryC.keys().size();
  }

  int uploadsOnBackends() {
    return memoryA.openUploads() + memoryB.openUploads() + memoryC.openUploads();
  }

  @Override
  public void close() {
    a.heal();
    b.heal();
    c.heal();
    database.close();
  }
}
