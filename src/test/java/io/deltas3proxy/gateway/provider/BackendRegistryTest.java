package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.s3.EndpointPolicy;
import io.deltas3proxy.storage.s3.HttpSettings;
import io.deltas3proxy.storage.s3.S3ObjectStore;
import io.deltas3proxy.storage.s3.S3StoreSettings;
import io.deltas3proxy.storage.s3.StaticCredentials;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TcpGate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that are real servers, behind a gate each. */
class BackendRegistryTest {

  private static final String BUCKET = "2025-datatransfer";

  @TempDir private Path directory;
  private S3TestServer server;
  private TcpGate gate;
  private BackendRegistry registry;
  private BackendProbes probes;

  /** Time that passes for nobody but the registry. */
  private final AtomicLong later = new AtomicLong();

  @BeforeEach
  void start() throws IOException {
    server = S3TestServer.start(directory);
    gate = new TcpGate(server.endpoint().getPort());
    registry =
        new BackendRegistry(
            new RegistrySettings(
                BUCKET, BreakerSettings.DEFAULTS, lookingFor(Duration.ofMinutes(1))),
            BackendRegistryTest::open,
            Clock.systemUTC(),
            () -> System.nanoTime() + later.get());
    probes = probes(Duration.ofMinutes(1));
  }

  private static ProbeSettings lookingFor(Duration most) {
    return new ProbeSettings(Duration.ofHours(1), most, 2);
  }

  private BackendProbes probes(Duration most) {
    return new BackendProbes(registry, lookingFor(most), Clock.systemUTC(), System::nanoTime);
  }

  @AfterEach
  void stop() throws IOException {
    probes.close();
    registry.close();
    gate.close();
    server.close();
  }

  static S3ObjectStore open(ConfiguredBackend backend) {
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
                8, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), 0)),
        connection.allowPrivateEndpoint() ? EndpointPolicy.ANY_ADDRESS : EndpointPolicy.REMOTE_ONLY,
        Clock.systemUTC());
  }

  private String file(String... backends) {
    return "{" + String.join(",", backends) + "}";
  }

  private String backend(String name, String zone, URI endpoint, String more) {
    return """
    "%s": {"provider": "P", "zone_code": "%s", "region": "FI", "endpoint": "%s",
      "access_key": "%s", "secret_key": "%s", "allow_private_endpoint": true %s}
    """
        .formatted(name, zone, endpoint, S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY, more);
  }

  private String backend(String name, String zone) {
    return backend(name, zone, gateEndpoint(), "");
  }

  private URI gateEndpoint() {
    return URI.create("http://127.0.0.1:" + gate.port());
  }

  private void use(String file) throws ProviderFilesException {
    registry
        .prepare(
            new ProviderDirectory(
                List.of(), BackendsFileParser.parse("b.json", file, KnownProviders.NONE)))
        .use(Set.of());
  }

  private GatewayBackend backend(String name) {
    return registry.find(name).orElseThrow();
  }

  private ProbeResult.Finding finding() {
    return registry.statuses().getFirst().probe().finding();
  }

  @Test
  void primaryBackendsStandFirst() throws ProviderFilesException {
    use(
        file(
            backend("a", "FI-1"),
            backend("b", "FI-2", server.endpoint(), ", \"is_primary\": true")));
    assertEquals(
        List.of("b", "a"),
        registry.all().stream().map(backend -> backend.description().name()).toList());
  }

  @Test
  void bucketsAreMadeOnceAndThenThere() throws StoreException, ProviderFilesException {
    use(file(backend("a", "FI-1")));
    assertTrue(backend("a").store().writer().createBucket(BUCKET));
    assertFalse(backend("a").store().writer().createBucket(BUCKET));
  }

  @Test
  void aBackendWithoutItsBucketTakesNothingUntilTheBucketIsMade() throws Exception {
    use(file(backend("a", "FI-1")));
    assertTrue(registry.statuses().getFirst().writable());
    probes.step();
    assertTrue(backend("a").isUsable());
    assertFalse(backend("a").isReadyFor(BUCKET));
    assertFalse(registry.statuses().getFirst().writable());
    assertTrue(backend("a").store().writer().createBucket(BUCKET));
    assertTrue(backend("a").isReadyFor(BUCKET));
    assertTrue(registry.statuses().getFirst().writable());
  }

  @Test
  void aBucketThatAWriteMissesIsLookedForUntilSomebodyMakesIt() throws Exception {
    server.createBucket(BUCKET);
    use(file(backend("a", "FI-1")));
    ObjectWriter writer = backend("a").store().writer();
    PutRequest put =
        new PutRequest(new ObjectAddress("other", "k"), 1, Map.of(), WriteConditions.NONE, null);
    assertThrows(
        StoreException.NotFound.class,
        () -> writer.put(put, new ByteArrayInputStream(new byte[1])));
    assertFalse(backend("a").isReadyFor("other"));
    assertTrue(backend("a").isReadyFor(BUCKET));
    probes.step();
    assertFalse(backend("a").isReadyFor("other"));
    server.createBucket("other");
    probes.step();
    assertTrue(backend("a").isReadyFor("other"));
  }

  @Test
  void aLookTellsHowTheBackendDoes() throws Exception {
    use(file(backend("a", "FI-1")));
    assertEquals(ProbeResult.Finding.NOT_YET_LOOKED, finding());
    probes.step();
    assertEquals(ProbeResult.Finding.BUCKET_MISSING, finding());
    server.createBucket(BUCKET);
    probes.step();
    assertEquals(ProbeResult.Finding.GOOD, finding());
    server.forget(S3TestServer.ACCESS_KEY);
    probes.step();
    assertEquals(ProbeResult.Finding.CREDENTIALS_REFUSED, finding());
    server.know(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY);
    gate.cut();
    probes.step();
    assertEquals(ProbeResult.Finding.UNREACHABLE, finding());
    assertFalse(backend("a").isUsable());
    gate.open();
    probes.step();
    assertEquals(ProbeResult.Finding.GOOD, finding());
    assertTrue(backend("a").isUsable());
  }

  @Test
  void aBackendThatHangsHoldsNobodyUp() throws Exception {
    server.createBucket(BUCKET);
    use(file(backend("a", "FI-1"), backend("b", "FI-2", server.endpoint(), "")));
    gate.stall();
    try (BackendProbes hasty = probes(Duration.ofMillis(500))) {
      hasty.step();
    }
    // The store itself would have waited for half a minute.
    assertEquals(ProbeResult.Finding.TIMED_OUT, finding());
    assertTrue(backend("a").isUsable());
    assertTrue(backend("b").isUsable());
    gate.open();
  }

  @Test
  void aReloadKeepsTheStoresWhoseConnectionIsTheSame() throws ProviderFilesException {
    use(file(backend("a", "FI-1"), backend("b", "FI-2")));
    GatewayBackend a = backend("a");
    GatewayBackend b = backend("b");
    use(file(backend("a", "FI-3"), backend("b", "FI-2", server.endpoint(), "")));
    assertSame(a.store(), backend("a").store());
    assertEquals("FI-3", backend("a").description().zone().code());
    assertNotSame(b.store(), backend("b").store());
  }

  @Test
  void aReadThatIsUnderWayOutlivesItsBackend() throws Exception {
    server.createBucket(BUCKET);
    byte[] large = new byte[4 << 20];
    server.put(BUCKET, "k", large);
    use(file(backend("a", "FI-1"), backend("b", "FI-2")));
    GatewayBackend a = backend("a");
    ReadRequest read = ReadRequest.whole(new ObjectAddress(BUCKET, "k"));
    try (ObjectContent content = a.store().get(read)) {
      use(file(backend("b", "FI-2")));
      assertTrue(registry.find("a").isEmpty());
      later.addAndGet(Duration.ofHours(1).toNanos());
      registry.closeIdle();
      assertEquals(large.length, content.body().readAllBytes().length);
    }
    a.store().head(read);
    later.addAndGet(Duration.ofHours(1).toNanos());
    registry.closeIdle();
    assertThrows(StoreException.Unavailable.class, () -> a.store().head(read));
    backend("b").store().head(read);
  }

  @Test
  void nobodyWhoReadsNoticesThatBackendsAreReadAgain() throws Exception {
    server.createBucket(BUCKET);
    server.put(BUCKET, "k", "content");
    use(file(backend("a", "FI-1")));
    ReadRequest read = ReadRequest.whole(new ObjectAddress(BUCKET, "k"));
    AtomicBoolean ended = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        readers.add(
            threads.submit(() -> {
              int reads = 0;
              while (!ended.get()) {
                try (ObjectContent content = backend("a").store().get(read)) {
                  assertEquals(7, content.body().readAllBytes().length);
                }
                reads++;
              }
              return reads;
            }));
      }
      for (int i = 0; i < 20; i++) {
        URI endpoint = i % 2 == 0 ? server.endpoint() : gateEndpoint();
        use(file(backend("a", "FI-1", endpoint, "")));
        probes.step();
      }
      ended.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  @Test
  void aFileThatMayNotBeUsedChangesNothing() throws ProviderFilesException {
    use(file(backend("a", "FI-1")));
    GatewayBackend a = backend("a");
    String refused =
        file(
            backend("b", "FI-2"),
            backend("c", "FI-3", server.endpoint(), "")
                .replace("\"allow_private_endpoint\": true", "\"enabled\": true"));
    ProviderFilesException failure = assertThrows(ProviderFilesException.class, () -> use(refused));
    String message = failure.problems().getFirst().message();
    assertTrue(message.startsWith("c: endpoint"), message);
    assertSame(a, backend("a"));
    assertEquals(1, registry.all().size());
  }
}
