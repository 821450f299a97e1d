package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.gateway.Backends;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.metadata.JdbcBuckets;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.SettableClock;
import io.deltas3proxy.testing.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions on backends, real metadata, and a queue whose time stands. */
final class Gateway implements AutoCloseable {

  static final String BUCKET = "data";

  private final SettableClock clock = new SettableClock(TestQueue.START);
  private final TestPlacements placements = new TestPlacements();
  private final Database database;
  private final List<TestBackend> backends;
  private final Catalog catalog;
  private final JobRows rows;
  private final Replicas replicas;
  private final ReplicaVerification verification;
  private final TestQueue queue;
  private final JdbcVersionPages pages;
  private final JdbcKnownPlaces known;
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private int count;

  Gateway(DatabaseAddress address, List<TestBackend> backends) throws Exception {
    this(address, backends, ReplicaCopy.Sizes.S3);
  }

  Gateway(DatabaseAddress address, List<TestBackend> backends, ReplicaCopy.Sizes sizes)
      throws Exception {
    this.database = Database.open(TestDatabases.settings(address));
    this.backends = List.copyOf(backends);
    this.catalog =
        new Catalog(
            new JdbcObjectVersions(database, clock),
            new JdbcBuckets(database, clock),
            new TestBackends(this.backends, hidden),
            placements,
            new JdbcJobs(database, clock));
    boolean made =
        catalog
            .buckets()
            .create(new GatewayBucket(BUCKET, null, List.of(), Set.of(), 2, false, null));
    if (!made) {
      throw new IllegalStateException("a new database has a bucket");
    }
    this.rows = new JdbcJobRows(database, clock);
    this.replicas = new Replicas(catalog, rows);
    this.pages = new JdbcVersionPages(database);
    this.known = new JdbcKnownPlaces(database, clock);
    JobStatistics statistics = new JobStatistics();
    Throughput throughput = new Throughput(TestQueue.SETTINGS, System::nanoTime);
    this.verification = new ReplicaVerification(replicas, throughput, clock);
    ReplicaRemoval removal = new ReplicaRemoval(replicas);
    ReplicaCopy copy = new ReplicaCopy(throughput, statistics, sizes);
    this.queue =
        new TestQueue(
            database,
            new JobKinds(
                new JobKinds.Steps(
                    replicas,
                    new ReplicaAddition(replicas, removal, copy, clock),
                    removal,
                    verification,
                    new PhysicalBuckets(catalog, pages, known, clock))),
            TestQueue.SETTINGS,
            clock);
  }

  private record TestBackends(List<TestBackend> list, Set<String> hidden) implements Backends {
    @Override
    public List<GatewayBackend> all() {
      List<GatewayBackend> shown = new ArrayList<>(list);
      shown.removeIf(each -> hidden.contains(each.description().name()));
      return shown;
    }

    @Override
    public Optional<GatewayBackend> find(String name) {
      return all().stream().filter(each -> each.description().name().equals(name)).findFirst();
    }
  }

  Database database() {
    return database;
  }

  Catalog catalog() {
    return catalog;
  }

  Clock clock() {
    return clock;
  }

  TestQueue queue() {
    return queue;
  }

  TestPlacements placements() {
    return placements;
  }

  JdbcVersionPages pages() {
    return pages;
  }

  JdbcKnownPlaces known() {
    return known;
  }

  Replicas replicas() {
    return replicas;
  }

  Scans scans(ScanSettings settings) {
    return new Scans(
        new VersionScan.Parts(
            catalog, replicas, verification, pages, new JdbcScans(database, clock)),
        known,
        settings,
        clock);
  }

  Drains drains() {
    return new Drains(catalog, new JdbcDrains(database, clock), pages, clock);
  }

  /** Takes a backend out of the description of all. */
  void hide(String name) {
    hidden.add(name);
  }

  TestBackend backend(String name) {
    return backends.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  static String md5(byte[] content) {
    Checksum md5 = Checksum.md5();
    md5.update(content, 0, content.length);
    return HexFormat.of().formatHex(Base64.getDecoder().decode(md5.value()));
  }

  /** A version of so many required replicas that is on some backends, and allowed on all. */
  StoredVersion version(byte[] content, int required, String... on) throws Exception {
    return version(content, '"' + md5(content) + '"', required, on);
  }

  StoredVersion version(byte[] content, String eTag, int required, String... on) throws Exception {
    count++;
    String id = String.format("v20260301120000-%08x", count);
    String key = "key" + count + "#" + id;
    List<Replica> planned = new ArrayList<>();
    List<Replica> active = new ArrayList<>();
    for (String name : on) {
      TestBackend backend = backend(name);
      Replica replica = Replica.planned(backend.description(), bucket(), key);
      planned.add(replica);
      active.add(Replicas.verified(replica, put(backend, key, content), TestQueue.START));
    }
    long row =
        catalog
            .versions()
            .begin(
                new NewVersion(
                    BUCKET,
                    "key" + count,
                    id,
                    "alice",
                    Map.of("content-type", "text/plain", "x-amz-meta-colour", "blue"),
                    Map.of(),
                    StoredVersion.Protection.NONE,
                    planned.getFirst().zone(),
                    zones(),
                    required,
                    planned,
                    Duration.ofHours(1)));
    return catalog
        .versions()
        .commit(
            row,
            new VersionCommit(
                content.length, eTag, Map.of(), active, List.of(), WriteConditions.NONE, null));
  }

  private GatewayBucket bucket() throws Exception {
    return catalog.buckets().find(BUCKET).orElseThrow();
  }

  private Set<Location> zones() {
    return backends.stream().map(each -> each.description().zone()).collect(Collectors.toSet());
  }

  /** Puts an object beside all metadata; its entity tag. */
  static String put(TestBackend backend, String key, byte[] content) throws IOException {
    return backend
        .store()
        .writer()
        .put(
            new PutRequest(
                new ObjectAddress(TestBackend.BUCKET, key),
                content.length,
                Map.of(),
                WriteConditions.NONE,
                null),
            new ByteArrayInputStream(content))
        .eTag();
  }

  StoredVersion now(StoredVersion version) throws Exception {
    return catalog.versions().find(version.id()).orElseThrow();
  }

  Replica replica(StoredVersion version, String backend) throws Exception {
    return Replicas.on(now(version), backend).orElseThrow();
  }

  /** What a backend has of a version; {@code null} if it has nothing. */
  byte @Nullable [] bytes(StoredVersion version, String backend) throws Exception {
    String key = version.replicas().getFirst().key();
    try (ObjectContent content =
        backend(backend)
            .store()
            .get(ReadRequest.whole(new ObjectAddress(TestBackend.BUCKET, key)))) {
      return content.body().readAllBytes();
    } catch (StoreException.NotFound e) {
      return null;
    }
  }

  long add(Job.Type type, StoredVersion version, @Nullable String source, @Nullable String target)
      throws Exception {
    return catalog.jobs().add(new NewJob(type, version.id(), source, target, 5));
  }

  /** Queues a job and lets it run; the job as it is then. */
  Job run(Job.Type type, StoredVersion version, @Nullable String source, @Nullable String target)
      throws Exception {
    long id = add(type, version, source, target);
    queue.run();
    return queue.job(id);
  }

  /** Runs all that is due, and all that this queues. */
  void runAll() throws Exception {
    for (int rounds = 0; rounds < 20 && queue.waiting() > 0; rounds++) {
      queue.run();
      queue.advance(Duration.ofMinutes(30));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
