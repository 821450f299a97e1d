package io.deltas3proxy.gateway.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayObjects;
import io.deltas3proxy.gateway.Job;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewJob;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Operation;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.metadata.JdbcJobs;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.gateway.metadata.JdbcOperationsLog;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.placement.JdbcPlacementEvidence;
import io.deltas3proxy.gateway.placement.JdbcPlacements;
import io.deltas3proxy.gateway.placement.JdbcReplicationRules;
import io.deltas3proxy.gateway.provider.BackendControl;
import io.deltas3proxy.gateway.provider.BackendRegistry;
import io.deltas3proxy.gateway.provider.BreakerSettings;
import io.deltas3proxy.gateway.provider.JdbcProviderTables;
import io.deltas3proxy.gateway.provider.ProbeSettings;
import io.deltas3proxy.gateway.provider.ProviderFiles;
import io.deltas3proxy.gateway.provider.RegistrySettings;
import io.deltas3proxy.gateway.replication.Catalog;
import io.deltas3proxy.gateway.replication.Replication;
import io.deltas3proxy.gateway.replication.ReplicationSettings;
import io.deltas3proxy.gateway.replication.ScanSettings;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.testing.ListedBuckets;
import io.deltas3proxy.testing.ManagementServer;
import io.deltas3proxy.testing.ManagementServer.Answer;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints of replicas, jobs, scans, drains and operations, over a real database. */
class ReplicationManagementTest {

  private static final String BUCKET = "2025-datatransfer";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path directory;
  private final Clock clock = Clock.systemUTC();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private Database database;
  private BackendRegistry registry;
  private JdbcObjectVersions versions;
  private JdbcOperationsLog operations;
  private Replication replication;
  private ManagementServer server;
  private int count;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        directory.resolve("s3_backends.json"),
        """
        {"spacetime": {"provider": "Spacetime", "zone_code": "FI-HEL-ST-1", "region": "FI-HEL",
          "endpoint": "http://127.0.0.1:1", "access_key": "a", "secret_key": "b",
          "is_primary": true},
         "upcloud": {"provider": "Upcloud", "zone_code": "FI-HEL-UC-1", "region": "FI-HEL",
          "endpoint": "http://127.0.0.1:1", "access_key": "a", "secret_key": "b"},
         "frankfurt": {"provider": "Upcloud", "zone_code": "DE-FRA-1", "region": "DE-FRA",
          "endpoint": "http://127.0.0.1:1", "access_key": "a", "secret_key": "b"}}
        """);
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    registry =
        new BackendRegistry(
            new RegistrySettings(BUCKET, BreakerSettings.DEFAULTS, ProbeSettings.DEFAULTS),
            backend -> new MemoryObjectStore(),
            clock,
            System::nanoTime);
    BackendControl control =
        new BackendControl(
            new ProviderFiles(directory.resolve("s3_backends.json"), null),
            new JdbcProviderTables(database, clock),
            registry);
    control.load();
    versions = new JdbcObjectVersions(database, clock);
    ListedBuckets buckets =
        new ListedBuckets(new GatewayBucket(BUCKET, null, List.of(), Set.of(), 2, false, null));
    JdbcReplicationRules rules = new JdbcReplicationRules(database, List.of(), clock);
    rules.load();
    Catalog catalog =
        new Catalog(
            versions,
            buckets,
            registry,
            new JdbcPlacements(
                database, registry, buckets, rules, new JdbcPlacementEvidence(database, clock)),
            new JdbcJobs(database, clock));
    replication =
        new Replication(
            database,
            catalog,
            nobody(),
            new Replication.Settings(ReplicationSettings.STANDARD, ScanSettings.STANDARD, "test"),
            clock);
    operations = new JdbcOperationsLog(database, JdbcOperationsLog.Settings.days(30), clock);
    ChangeLog log = new LoggedChanges(changes::add, clock);
    List<ManagementRoute> routes =
        new ArrayList<>(new JobRoutes(replication.queue(), catalog, log).routes());
    routes.addAll(
        new ReplicationRoutes(new JdbcStatistics(database, clock), replication.scans(), log)
            .routes());
    routes.addAll(
        new DrainRoutes(control, replication.drains(), replication.queue(), log).routes());
    routes.addAll(new OperationRoutes(operations).routes());
    server = ManagementServer.start(routes, ManagementServer.BY_TOKEN);
  }

  /** Nothing is collected here, as nothing is started. */
  private static GatewayObjects nobody() {
    return (GatewayObjects)
        Proxy.newProxyInstance(
            GatewayObjects.class.getClassLoader(),
            new Class<?>[] {GatewayObjects.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @AfterEach
  void stop() {
    server.close();
    replication.close();
    operations.close();
    registry.close();
    database.close();
  }

  /** A version on some backends, allowed in Finland. */
  private StoredVersion version(int required, String... on) throws Exception {
    count++;
    String id = String.format("v20260301120000-%08x", count);
    List<Replica> active = new ArrayList<>();
    for (String name : on) {
      active.add(
          new Replica(
              name,
              registry.find(name).orElseThrow().description().zone(),
              "secret-physical-bucket",
              "key" + count + "#" + id,
              Replica.Status.ACTIVE,
              "\"c\"",
              NOW,
              1,
              null));
    }
    long row =
        versions.begin(
            new NewVersion(
                BUCKET,
                "key" + count,
                id,
                "alice",
                Map.of(),
                Map.of(),
                StoredVersion.Protection.NONE,
                active.getFirst().zone(),
                Set.of(new Location("FI-HEL-ST-1"), new Location("FI-HEL-UC-1")),
                required,
                active,
                Duration.ofHours(1)));
    return versions.commit(
        row,
        new VersionCommit(
            3,
            "\"acbd18db4cc2f85cedef654fccc4a4d8\"",
            Map.of(),
            active,
            List.of(),
            WriteConditions.NONE,
            null));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void theStatusOfReplicasHasItsShapeItsFiltersAndItsPages() throws Exception {
    StoredVersion lacking = version(2, "spacetime");
    StoredVersion complete = version(1, "spacetime");
    StoredVersion over = version(1, "spacetime", "upcloud");
    JsonNode all = server.get("/api/replicas/status").body();
    assertEquals(
        json(
            """
            {"object_id": %d, "object_key": "key1", "bucket_name": "2025-datatransfer",
             "primary_zone_code": "FI-HEL-ST-1", "required_replica_count": 2,
             "current_replica_count": 1, "sync_status": "partial",
             "replication_status": "needs_sync"}
            """
                .formatted(lacking.id())),
        all.path("replicas").path(0));
    assertEquals(3, all.path("count").asInt());
    assertEquals("complete", all.path("replicas").path(1).path("replication_status").asText());
    assertEquals(
        "over_replicated", all.path("replicas").path(2).path("replication_status").asText());
    assertEquals(
        1, server.get("/api/replicas/status?needs_sync=true").body().path("count").asInt());
    assertEquals(0, server.get("/api/replicas/status?bucket=other").body().path("count").asInt());
    JsonNode page = server.get("/api/replicas/status?limit=2").body();
    assertEquals(2, page.path("count").asInt());
    assertEquals(complete.id(), page.path("next").asLong());
    JsonNode last = server.get("/api/replicas/status?after=" + complete.id()).body();
    assertEquals(over.id(), last.path("replicas").path(0).path("object_id").asLong());
    assertTrue(last.path("next").isNull());
    assertEquals(422, server.get("/api/replicas/status?needs_sync=perhaps").status());
    assertEquals(422, server.get("/api/replicas/status?unknown=1").status());
  }

  @Test
  void aReplicaIsQueuedSeenCancelledAndQueuedAgain() throws Exception {
    StoredVersion version = version(2, "spacetime");
    Answer added =
        server.send(
            "POST",
            "/api/replication/jobs/add-replica",
            """
            {"bucket": "2025-datatransfer", "object_key": "key1", "target_zone": "fi-hel-uc-1",
             "priority": 2}
            """);
    assertEquals(202, added.status(), added::toString);
    long id = added.body().path("job_id").asLong();
    assertEquals("add_replica", added.body().path("job_type").asText());
    assertEquals(version.id(), added.body().path("object_id").asLong());
    assertEquals("upcloud", added.body().path("target_backend").asText());
    assertEquals("queued", added.body().path("status").asText());
    assertEquals(2, added.body().path("priority").asInt());
    assertEquals(3, added.body().path("max_retries").asInt());
    JsonNode active = server.get("/api/replication/jobs/active").body();
    assertEquals(1, active.path("count").asInt());
    assertEquals(added.body(), active.path("jobs").path(0));
    assertEquals(added.body(), server.get("/api/replication/jobs/" + id).body());
    JsonNode queue = server.get("/api/replication/queue/status").body();
    assertEquals(1, queue.path("queued").asInt());
    assertEquals(0, queue.path("failed").asInt());
    assertEquals(1, queue.path("by_type").path("add_replica").path("queued").asInt());
    Answer cancelled = server.send("DELETE", "/api/replication/jobs/" + id, "");
    assertEquals(200, cancelled.status());
    assertEquals("cancelled", cancelled.body().path("status").asText());
    assertEquals(409, server.send("DELETE", "/api/replication/jobs/" + id, "").status());
    assertEquals(0, server.get("/api/replication/jobs/active").body().path("count").asInt());
    assertEquals(
        1,
        server.get("/api/replication/jobs?status=cancelled,failed").body().path("count").asInt());
    Answer again = server.send("POST", "/api/replication/jobs/" + id + "/requeue", "");
    assertEquals("queued", again.body().path("status").asText());
    assertEquals(409, server.send("POST", "/api/replication/jobs/" + id + "/requeue", "").status());
    assertEquals(3, changes.size(), changes::toString);
    assertTrue(changes.get(1).contains("gateway.job.cancel"), changes.get(1));
    assertFalse(added.toString().contains("secret-physical"), added::toString);
  }

  @Test
  void aPlaceThatIsNotAllowedIsRefusedWithTheRuleAndNothingIsQueued() throws Exception {
    StoredVersion version = version(1, "spacetime");
    for (String path : List.of("add-replica", "migrate-replica")) {
      Answer refused =
          server.send(
              "POST",
              "/api/replication/jobs/" + path,
              """
              {"object_id": %d, "source_backend": "spacetime", "target_backend": "frankfurt"}
              """
                  .formatted(version.id()));
      assertEquals(403, refused.status());
      assertTrue(refused.detail().startsWith("Refused by residency rule "), refused::detail);
    }
    assertEquals(0, server.get("/api/replication/jobs").body().path("count").asInt());
    assertEquals(List.of(), changes);
  }

  @Test
  void whatWouldLeaveTooFewIsRefused() throws Exception {
    StoredVersion version = version(2, "spacetime", "upcloud");
    Answer refused =
        server.send(
            "POST",
            "/api/replication/jobs/remove-replica",
            """
            {"object_id": %d, "target_backend": "upcloud"}
            """
                .formatted(version.id()));
    assertEquals(409, refused.status());
    assertEquals("It would leave 1 replicas of the 2 that are required", refused.detail());
    StoredVersion spare = version(1, "spacetime", "upcloud");
    assertEquals(
        202,
        server
            .send(
                "POST",
                "/api/replication/jobs/remove-replica",
                """
                {"object_id": %d, "target_zone": "FI-HEL-UC-1"}
                """
                    .formatted(spare.id()))
            .status());
  }

  @Test
  void whatIsNotThereIsMissingAndWhatIsWrongIsSaid() throws Exception {
    version(1, "spacetime");
    String add = "/api/replication/jobs/add-replica";
    assertEquals(404, server.send("POST", add, "{\"object_id\": 4711}").status());
    assertEquals(
        404,
        server
            .send("POST", add, "{\"bucket\": \"2025-datatransfer\", \"object_key\": \"none\"}")
            .status());
    assertEquals(422, server.send("POST", add, "{\"bucket\": \"2025-datatransfer\"}").status());
    String key = "{\"bucket\": \"2025-datatransfer\", \"object_key\": \"key1\", ";
    assertEquals(404, server.send("POST", add, key + "\"target_zone\": \"X-1\"}").status());
    assertEquals(422, server.send("POST", add, key + "\"priority\": 11}").status());
    assertEquals(422, server.send("POST", add, key + "\"unknown\": 1}").status());
    assertEquals(
        422,
        server
            .send("POST", "/api/replication/jobs/remove-replica", key + "\"priority\": 1}")
            .status());
    assertEquals(404, server.get("/api/replication/jobs/4711").status());
    assertEquals("Job not found", server.get("/api/replication/jobs/4711").detail());
    assertEquals(422, server.get("/api/replication/jobs/abc").status());
    assertEquals(422, server.get("/api/replication/jobs?status=lost").status());
    assertEquals(404, server.send("POST", "/api/backends/none/drain", "").status());
    assertEquals(404, server.get("/api/backends/upcloud/drain").status());
    assertEquals(409, server.send("POST", "/api/backends/upcloud/cleanup", "").status());
  }

  @Test
  void nobodyManagesWithoutAToken() throws Exception {
    for (String path :
        List.of(
            "/api/replicas/status",
            "/api/operations/log",
            "/api/replication/queue/status",
            "/api/replication/jobs",
            "/api/replication/jobs/active",
            "/api/replication/jobs/1",
            "/api/replication/verify",
            "/api/backends/upcloud/drain")) {
      assertEquals(401, server.ask("GET", path).status(), path);
    }
    for (String path :
        List.of(
            "/api/replication/jobs/add-replica",
            "/api/replication/jobs/remove-replica",
            "/api/replication/verify",
            "/api/backends/upcloud/drain",
            "/api/backends/upcloud/undrain",
            "/api/backends/upcloud/cleanup")) {
      assertEquals(401, server.ask("POST", path).status(), path);
    }
    assertEquals(401, server.ask("DELETE", "/api/replication/jobs/1").status());
    assertFalse(registry.find("upcloud").orElseThrow().description().draining());
  }

  @Test
  void aBackendIsDrainedWithProgressAndTakenBack() throws Exception {
    version(1, "upcloud");
    version(1, "spacetime");
    Answer begun = server.send("POST", "/api/backends/upcloud/drain", "");
    assertEquals(202, begun.status());
    assertEquals("draining", begun.body().path("state").asText());
    assertEquals(1, begun.body().path("replicas_at_start").asInt());
    assertEquals(1, begun.body().path("replicas_left").asInt());
    assertFalse(begun.body().path("removable").asBoolean());
    assertTrue(registry.find("upcloud").orElseThrow().description().draining());
    replication.drains().run();
    JsonNode progress = server.get("/api/backends/upcloud/drain").body();
    assertEquals(1, progress.path("jobs_active").asInt());
    JsonNode job = server.get("/api/replication/jobs/active").body().path("jobs").path(0);
    assertEquals("migrate_replica", job.path("job_type").asText());
    assertEquals("upcloud", job.path("source_backend").asText());
    Answer ended = server.send("POST", "/api/backends/upcloud/undrain", "");
    assertEquals("in_use", ended.body().path("state").asText());
    assertFalse(registry.find("upcloud").orElseThrow().description().draining());
    assertEquals(0, server.get("/api/replication/jobs/active").body().path("count").asInt());
    assertEquals(2, changes.size(), changes::toString);
  }

  @Test
  void allVersionsAreLookedAtOnceAtATime() throws Exception {
    version(1, "spacetime");
    Answer begun = server.send("POST", "/api/replication/verify?read_bytes=true", "");
    assertEquals(202, begun.status());
    JsonNode scan = begun.body().path("scans").path(0);
    assertEquals("verify", scan.path("name").asText());
    assertTrue(scan.path("running").asBoolean());
    assertTrue(scan.path("reads_bytes").asBoolean());
    assertEquals(1, scan.path("expected").asInt());
    assertEquals(409, server.send("POST", "/api/replication/verify", "").status());
    assertEquals(scan, server.get("/api/replication/verify").body().path("scans").path(0));
  }

  @Test
  void theOperationsLogHasItsShapeItsFiltersAndItsPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      operations.record(
          new Operation(
              i % 2 == 0 ? "PutObject" : "GetObject",
              BUCKET,
              "key" + i,
              new Operation.Who("alice", "AKID", "agent", "10.0.0.1"),
              "FI-HEL-ST-1",
              "request" + i,
              i == 4 ? 503 : 200,
              10,
              20,
              i == 4 ? "failed" : null,
              i == 0 ? "{\"replicas\":2}" : null,
              NOW.plusSeconds(i)));
    }
    // What waits is written before the end, and another log reads it.
    operations.close();
    JsonNode all = server.get("/api/operations/log").body();
    assertEquals(5, all.path("count").asInt());
    assertEquals(
        json(
            """
            {"operation_type": "PutObject", "bucket_name": "2025-datatransfer",
             "object_key": "key0", "status_code": 200, "request_id": "request0",
             "source_ip": "10.0.0.1", "replication_info": {"replicas": 2},
             "created_at": "2026-03-01T12:00:00Z"}
            """),
        all.path("operations").path(4));
    assertEquals(
        2,
        server
            .get("/api/operations/log?operation_type=GetObject&user=alice")
            .body()
            .path("count")
            .asInt());
    assertEquals(1, server.get("/api/operations/log?status_code=503").body().path("count").asInt());
    assertEquals(
        "failed",
        server
            .get("/api/operations/log?status_code=503&details=true")
            .body()
            .path("operations")
            .path(0)
            .path("error_message")
            .asText());
    JsonNode page = server.get("/api/operations/log?limit=2").body();
    assertEquals(2, page.path("count").asInt());
    JsonNode next =
        server.get("/api/operations/log?limit=2&before=" + page.path("next").asLong()).body();
    assertEquals("key2", next.path("operations").path(0).path("object_key").asText());
    assertEquals(422, server.get("/api/operations/log?limit=0").status());
    assertEquals(422, server.get("/api/operations/log?from=yesterday").status());
  }

  @Test
  void jobsComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      StoredVersion version = version(2, "spacetime");
      assertTrue(
          replication.queue().add(new NewJob(Job.Type.VERIFY_REPLICA, version.id(), null, null, 5))
              > 0);
    }
    JsonNode first = server.get("/api/replication/jobs/active?limit=3").body();
    assertEquals(3, first.path("count").asInt());
    JsonNode last =
        server.get("/api/replication/jobs/active?after=" + first.path("next").asLong()).body();
    assertEquals(2, last.path("count").asInt());
    assertTrue(last.path("next").isNull());
  }
}
