package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.StoredVersion.Protection;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Versions of a bucket with two backends, in a database of its own. */
final class MetadataFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-01T00:00:00.123Z");
  static final String BUCKET = "data";
  static final Location ST = new Location("FI-HEL-ST-1");
  static final Location UC = new Location("FI-HEL-UC-1");
  static final Duration HOUR = Duration.ofHours(1);

  private static final AtomicInteger COUNT = new AtomicInteger();

  final SettableClock clock = new SettableClock(NOW);
  final DatabaseAddress address;
  final Database database;
  final JdbcObjectVersions versions;

  MetadataFixture(DatabaseAddress address) throws Exception {
    this.address = address;
    database = open();
    versions = new JdbcObjectVersions(database, clock);
  }

  /** One more instance. */
  Database open() throws Exception {
    return Database.open(
        TestDatabases.settings(
            address, 5, new DatabaseTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20))));
  }

  static String newId() {
    return String.format("v20260301000000-%08x", COUNT.incrementAndGet());
  }

  static Replica replica(String backend, Location zone, String key, Replica.Status status) {
    boolean active = status == Replica.Status.ACTIVE;
    return new Replica(
        backend,
        zone,
        "physical",
        key,
        status,
        active ? "\"b\"" : null,
        active ? NOW : null,
        active ? 1 : 0,
        null);
  }

  static List<Replica> replicas(String key, Replica.Status first, Replica.Status second) {
    return List.of(replica("st", ST, key, first), replica("uc", UC, key, second));
  }

  static NewVersion draft(String key, Protection protection, Duration lease) {
    String id = newId();
    return new NewVersion(
        BUCKET,
        key,
        id,
        "alice",
        Map.of("content-type", "text/plain"),
        Map.of("team", "blue"),
        protection,
        ST,
        Set.of(ST, UC),
        2,
        replicas(key + "#" + id, Replica.Status.PENDING, Replica.Status.PENDING),
        lease);
  }

  static NewVersion draft(String key) {
    return draft(key, Protection.NONE, HOUR);
  }

  static VersionCommit commit(NewVersion draft, String eTag, WriteConditions conditions) {
    return new VersionCommit(
        eTag.length(),
        eTag,
        Map.of("x-amz-checksum-crc32", "AAAAAA=="),
        replicas(draft.replicas().getFirst().key(), Replica.Status.ACTIVE, Replica.Status.ACTIVE),
        List.of(),
        conditions,
        null);
  }

  StoredVersion put(String key, String eTag) throws Exception {
    return put(key, eTag, Protection.NONE);
  }

  StoredVersion put(String key, String eTag, Protection protection) throws Exception {
    NewVersion draft = draft(key, protection, HOUR);
    return versions.commit(versions.begin(draft), commit(draft, eTag, WriteConditions.NONE));
  }

  @Override
  public void close() {
    database.close();
  }
}
