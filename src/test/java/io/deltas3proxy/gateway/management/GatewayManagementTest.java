package io.deltas3proxy.gateway.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.accounts.SecretCipher;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.Keys;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.admin.Users;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.placement.JdbcPlacementEvidence;
import io.deltas3proxy.gateway.placement.JdbcPlacements;
import io.deltas3proxy.gateway.placement.JdbcReplicationRules;
import io.deltas3proxy.gateway.placement.ReplicationRule;
import io.deltas3proxy.gateway.provider.BackendControl;
import io.deltas3proxy.gateway.provider.BackendRegistry;
import io.deltas3proxy.gateway.provider.BreakerSettings;
import io.deltas3proxy.gateway.provider.ConfiguredBackend;
import io.deltas3proxy.gateway.provider.JdbcProviderTables;
import io.deltas3proxy.gateway.provider.ProbeSettings;
import io.deltas3proxy.gateway.provider.ProviderFiles;
import io.deltas3proxy.gateway.provider.RegistrySettings;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.ListedBuckets;
import io.deltas3proxy.testing.ManagementServer;
import io.deltas3proxy.testing.ManagementServer.Answer;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints over two real S3 servers and a real database. */
class GatewayManagementTest {

  private static final String BUCKET = "2025-datatransfer";

  private static final String CSV =
      """
      Country,Region/City,Zone_Code,Provider,Endpoint,S3_Compatible,Object_Lock,Versioning,\
      ISO_27001_GDPR,Veeam_Ready,Notes
      Finland,Helsinki,FI-HEL-ST-1,Spacetime,a.example.com,Yes,Yes,Yes,Yes,No,
      Germany,Frankfurt,DE-FRA-1,Upcloud,b.example.com,Yes,No,Yes,Unknown,No,n
      """;

  @TempDir private Path directory;
  private final Clock clock = Clock.systemUTC();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private S3TestServer first;
  private S3TestServer second;
  private Database database;
  private BackendRegistry registry;
  private JdbcPlacements placements;
  private ManagementServer server;

  @BeforeEach
  void start() throws Exception {
    first = S3TestServer.start(Files.createDirectory(directory.resolve("first")));
    second = S3TestServer.start(Files.createDirectory(directory.resolve("second")));
    Files.writeString(directory.resolve("providers_flat.csv"), CSV);
    write(first.endpoint(), second.endpoint());
    database = Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)));
    registry =
        new BackendRegistry(
            new RegistrySettings(BUCKET, BreakerSettings.DEFAULTS, ProbeSettings.DEFAULTS),
            GatewayManagementTest::open,
            clock,
            System::nanoTime);
    BackendControl control =
        new BackendControl(
            new ProviderFiles(
                directory.resolve("s3_backends.json"), directory.resolve("providers_flat.csv")),
            new JdbcProviderTables(database, clock),
            registry);
    control.load();
    JdbcReplicationRules rules =
        new JdbcReplicationRules(
            database,
            List.of(
                new ReplicationRule(
                    "from-config", new Location("SE"), List.of(), 1, Set.of(), Set.of(), true)),
            clock);
    rules.load();
    JdbcPlacementEvidence evidence = new JdbcPlacementEvidence(database, clock);
    GatewayBucket bucket = new GatewayBucket(BUCKET, null, List.of(), Set.of(), 2, false, null);
    ListedBuckets buckets = new ListedBuckets(bucket);
    placements = new JdbcPlacements(database, registry, buckets, rules, evidence);
    ChangeLog log = new LoggedChanges(changes::add, clock);
    JdbcAccountStore accounts =
        new JdbcAccountStore(database, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
    List<ManagementRoute> routes =
        new ArrayList<>(new BackendRoutes(control, registry, log).routes());
    routes.addAll(new BucketRoutes(BUCKET, true, registry, buckets, log).routes());
    routes.addAll(new PlacementRoutes(rules, evidence, log).routes());
    routes.addAll(
        new CredentialRoutes(
                new Users(accounts, log),
                new Keys(accounts, log),
                new JdbcGatewayPermissions(database, clock))
            .routes());
    server = ManagementServer.start(routes, ManagementServer.BY_TOKEN);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    registry.close();
    database.close();
    first.close();
    second.close();
  }

  private static S3ObjectStore open(ConfiguredBackend backend) {
    ConfiguredBackend.Connection connection = backend.connection();
    return new S3ObjectStore(
        new S3StoreSettings(
            backend.name(),
            connection.endpoint(),
            connection.signingRegion(),
            connection.pathStyle(),
            new StaticCredentials(
                connection.secrets().accessKey(), connection.secrets().secretKey(), null),
            new HttpSettings(
                8, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 0)),
        EndpointPolicy.ANY_ADDRESS,
        Clock.systemUTC());
  }

  private void write(URI one, URI two) throws IOException {
    Files.writeString(
        directory.resolve("s3_backends.json"),
        """
        {"spacetime": {"provider": "Spacetime", "zone_code": "FI-HEL-ST-1", "region": "FI-HEL",
          "endpoint": "%s", "access_key": "%s", "secret_key": "%s", "is_primary": true},
         "upcloud": {"provider": "Upcloud", "zone_code": "DE-FRA-1", "region": "DE-FRA",
          "endpoint": "%s", "access_key": "%s", "secret_key": "%s"}}
        """
            .formatted(
                one,
                S3TestServer.ACCESS_KEY,
                S3TestServer.SECRET_KEY,
                two,
                S3TestServer.ACCESS_KEY,
                S3TestServer.SECRET_KEY));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void healthTellsEveryBackend() throws Exception {
    assertEquals(
        json(
            """
            {"status": "healthy", "service": "s3-gateway", "backends": {
              "spacetime": {"enabled": true, "provider": "Spacetime", "zone": "FI-HEL-ST-1"},
              "upcloud": {"enabled": true, "provider": "Upcloud", "zone": "DE-FRA-1"}},
             "backend_count": 2}
            """),
        server.ask("GET", "/health").body());
  }

  @Test
  void providersAreTheRowsOfTheirFile() throws Exception {
    JsonNode answer = server.get("/providers").body();
    assertEquals(2, answer.path("count").asInt());
    assertEquals(
        json(
            """
            {"Country": "Germany", "Region/City": "Frankfurt", "Zone_Code": "DE-FRA-1",
             "Provider": "Upcloud", "Endpoint": "b.example.com", "S3_Compatible": "Yes",
             "Object_Lock": "No", "Versioning": "Yes", "ISO_27001_GDPR": "Unknown",
             "Veeam_Ready": "No", "Notes": "n"}
            """),
        answer.path("providers").path(1));
  }

  @Test
  void backendsAreShownWithoutTheirEndpointsAndSecrets() throws Exception {
    JsonNode answer = server.get("/backends").body();
    assertEquals(2, answer.path("count").asInt());
    JsonNode backend = answer.path("backends").path(0);
    assertEquals(
        List.of("name", "provider", "zone_code", "region", "enabled", "is_primary"),
        names(backend).subList(0, 6));
    assertEquals("FI-HEL", backend.path("region").asText());
    assertEquals("closed", backend.path("circuit_breaker").asText());
    assertEquals("not_yet_looked", backend.path("probe").path("result").asText());
    assertFalse(answer.toString().contains("127.0.0.1"), answer.toString());
    assertFalse(answer.toString().contains(S3TestServer.ACCESS_KEY), answer.toString());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void theBucketIsMadeOnEveryBackend() throws Exception {
    assertEquals(
        json(
            """
            {"hardcoded_bucket": "2025-datatransfer",
             "note": "Bucket name in client requests is ignored", "backends_count": 2,
             "backends": [{"name": "spacetime", "provider": "Spacetime"},
                          {"name": "upcloud", "provider": "Upcloud"}]}
            """),
        server.get("/bucket-config").body());
    assertEquals(
        json(
            """
            {"bucket_name": "2025-datatransfer", "results": {
              "spacetime": {"status": "success", "backend": "spacetime"},
              "upcloud": {"status": "success", "backend": "upcloud"}},
             "success_count": 2, "total_backends": 2}
            """),
        server.send("POST", "/initialize-bucket", "").body());
    first.put(BUCKET, "k", "v");
    JsonNode again = server.send("POST", "/initialize-bucket", "").body();
    assertEquals("exists", again.path("results").path("upcloud").path("status").asText());
    second.forget(S3TestServer.ACCESS_KEY);
    JsonNode partly = server.send("POST", "/initialize-bucket", "").body();
    assertEquals(1, partly.path("success_count").asInt());
    assertEquals(
        json(
            """
            {"status": "error", "backend": "upcloud", "error": "refused by the backend"}
            """),
        partly.path("results").path("upcloud"));
    first.forget(S3TestServer.ACCESS_KEY);
    assertEquals(500, server.send("POST", "/initialize-bucket", "").status());
  }

  @Test
  void backendsAreReadAgainWithoutARestart() throws Exception {
    Files.writeString(directory.resolve("s3_backends.json"), "{}");
    assertEquals(200, server.send("POST", "/api/backends/reload", "").status());
    Answer none = server.send("POST", "/initialize-bucket", "");
    assertEquals(503, none.status());
    assertEquals("No S3 backends available", none.detail());
    assertEquals("unhealthy", server.ask("GET", "/health").body().path("status").asText());
    Files.writeString(directory.resolve("s3_backends.json"), "{\"a\": {\"secret_key\": \"S\"");
    Answer wrong = server.send("POST", "/api/backends/reload", "");
    assertEquals(422, wrong.status());
    assertEquals("s3_backends.json, line 1, column 25: is not valid JSON", wrong.detail());
    write(first.endpoint(), second.endpoint());
    Answer good = server.send("POST", "/api/backends/reload", "");
    assertEquals(2, good.body().path("count").asInt());
    assertTrue(changes.getLast().contains("gateway.reload"), changes.getLast());
    assertFalse(changes.toString().contains(S3TestServer.SECRET_KEY));
  }

  @Test
  void decisionsCanBeAskedFor() throws Exception {
    GatewayBucket bucket = new GatewayBucket(BUCKET, null, List.of(), Set.of(), 2, false, null);
    GatewayBucket nowhere =
        new GatewayBucket(BUCKET, null, List.of(), Set.of("US"), 2, false, null);
    placements.decide(new PlacementRequest(bucket, "k", "PutObject", Map.of(), false, "R1"));
    placements.decide(new PlacementRequest(nowhere, "k", "PutObject", Map.of(), false, "R2"));
    JsonNode answer = server.get("/api/placement/evidence?key=k").body();
    assertEquals(2, answer.path("count").asInt());
    JsonNode refused = answer.path("evidence").path(0);
    assertEquals("refused", refused.path("decision").asText());
    assertEquals("bucket-countries", refused.path("rules").path(0).asText());
    JsonNode allowed =
        server.get("/api/placement/evidence?allowed=true").body().path("evidence").path(0);
    assertEquals("[\"spacetime\",\"upcloud\"]", allowed.path("backends").toString());
    assertEquals("[\"DE-FRA-1\",\"FI-HEL-ST-1\"]", allowed.path("allowed_zones").toString());
    JsonNode page = server.get("/api/placement/evidence?limit=1").body();
    JsonNode next =
        server.get("/api/placement/evidence?limit=1&before=" + page.path("next").asLong()).body();
    assertEquals("R1", next.path("evidence").path(0).path("request_id").asText());
    assertTrue(next.path("next").isNull());
    assertEquals(422, server.get("/api/placement/evidence?limit=0").status());
    assertEquals(422, server.get("/api/placement/evidence?zone=FI").status());
  }

  @Test
  void rulesAreAddedAndHoldForTheNextDecision() throws Exception {
    String rule =
        """
        {"name": "finland-only", "source_zone": "fi", "replica_count": 1,
         "country_restriction": ["fi"], "demands": ["iso27001-gdpr"]}
        """;
    Answer made = server.send("POST", "/api/replication/rules", rule);
    assertEquals(201, made.status());
    assertEquals(
        json(
            """
            {"name": "finland-only", "source_zone": "FI", "target_zones": [], "replica_count": 1,
             "country_restriction": ["FI"], "demands": ["iso27001-gdpr"], "enabled": true,
             "origin": "administrator"}
            """),
        made.body());
    GatewayBucket bucket = new GatewayBucket(BUCKET, null, List.of(), Set.of(), 2, false, null);
    placements.decide(new PlacementRequest(bucket, "k", "PutObject", Map.of(), false, "R1"));
    JsonNode decision = server.get("/api/placement/evidence").body().path("evidence").path(0);
    assertEquals("[\"FI-HEL-ST-1\"]", decision.path("allowed_zones").toString());
    assertEquals(
        200,
        server.send("POST", "/api/replication/rules", rule.replace("\"fi\",", "\"de\",")).status());
    JsonNode all = server.get("/api/replication/rules").body();
    assertEquals(2, all.path("count").asInt());
    assertEquals("configuration", all.path("rules").path(1).path("origin").asText());
    assertEquals(
        409, server.send("POST", "/api/replication/rules", "{\"name\": \"from-config\"}").status());
    assertEquals(
        422,
        server
            .send(
                "POST",
                "/api/replication/rules",
                "{\"name\": \"a\", \"country_restrictions\": [\"FI\"]}")
            .status());
  }

  @Test
  void credentialsAreKeysOfUsersWithPermissions() throws Exception {
    Answer made =
        server.send(
            "POST",
            "/api/credentials",
            """
            {"user": "alice", "permissions": [
              {"bucket": "reports-*", "prefix": "in/", "privileges": ["write", "read"]}]}
            """);
    assertEquals(201, made.status(), made.body().toString());
    String id = made.body().path("access_key_id").asText();
    String secret = made.body().path("secret_access_key").asText();
    assertEquals(40, secret.length());
    JsonNode one = server.get("/api/credentials/" + id).body();
    assertEquals(
        json(
            """
            [{"bucket": "reports-*", "prefix": "in/", "privileges": ["read", "write"]}]
            """),
        one.path("permissions"));
    assertTrue(one.path("is_active").asBoolean());
    assertFalse(server.get("/api/credentials").body().toString().contains(secret));
    assertEquals(1, server.get("/api/credentials").body().path("count").asInt());
    assertEquals(
        "[]",
        server
            .send("PUT", "/api/credentials/" + id + "/permissions", "{\"permissions\": []}")
            .body()
            .path("permissions")
            .toString());
    Answer off = server.send("POST", "/api/credentials/" + id + "/deactivate", "");
    assertFalse(off.body().path("is_active").asBoolean());
    assertFalse(changes.toString().contains(secret));
  }

  @Test
  void credentialsThatGiveTooMuchByMistakeAreRefused() throws Exception {
    for (String wrong :
        List.of(
            "{\"user\": \"a\", \"permissions\": [{\"privileges\": [\"read\"]}]}",
            "{\"user\": \"a\", \"permissions\": [{\"bucket\": \"*\", \"privileges\": []}]}",
            "{\"user\": \"a\", \"permissions\": [{\"bucket\": \"*\", \"privileges\": [\"all\"]}]}",
            "{\"user\": \"a\", \"permission\": []}",
            "{\"user\": \"\"}",
            "[]",
            "{")) {
      assertEquals(422, server.send("POST", "/api/credentials", wrong).status(), wrong);
    }
    assertEquals(404, server.get("/api/credentials/AKIAQ3EGRIG5LA7TQV2K").status());
    assertEquals(0, server.get("/api/credentials").body().path("count").asInt());
  }
}
