package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.TcpGate;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writers that race for the versions of a table over two instances, while connections to the store
 * are cut. Every writer keeps a journal; what the store holds at the end is held against them all.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CommitRaceIT {

  private static final String LOG = "t/_delta_log/";
  private static final int WRITERS = 4;

  private static final String FIRST =
      """
      {"commitInfo":{"timestamp":1,"operation":"CREATE TABLE"}}
      {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
      {"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":\
      "{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"MIC\\",\\"type\\":\\"string\\",\
      \\"nullable\\":true,\\"metadata\\":{}}]}","partitionColumns":["MIC"],"configuration":{},\
      "createdTime":0}}
      """;

  @TempDir private Path directory;

  private S3TestServer store;
  private TcpGate gate;

  /** What the writers were told, by their marks. */
  private final Map<String, Integer> won = new ConcurrentHashMap<>();

  private final Map<String, Integer> lost = new ConcurrentHashMap<>();
  private final Map<String, Integer> unknown = new ConcurrentHashMap<>();
  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
  private final AtomicInteger attempts = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    store = S3TestServer.start(Files.createDirectory(directory.resolve("buckets")));
    store.createBucket("lake");
    store.put("lake", LOG + name(0), FIRST);
    gate = new TcpGate(store.endpoint().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    store.close();
  }

  private static String name(int version) {
    return String.format(java.util.Locale.ROOT, "%020d.json", version);
  }

  private Product product(String database, String conditionalWrites) {
    String backend =
        Product.store(URI.create("http://127.0.0.1:" + gate.port()), "lake")
            .replaceFirst("\\{", "{\"conditionalWrites\":\"" + conditionalWrites + "\",");
    return Product.start(
        directory,
        "\"readOnly\":false,\"getMode\":\"proxy\",\"databaseEnabled\":true,\"database\":{"
            + database
            + ",\"secretKey\":\""
            + Base64.getEncoder().encodeToString(new byte[32])
            + "\"},\"stores\":{"
            + backend
            + "},\"tableMapping\":{\"t\":\"s3://lake/t\"},\"users\":{\"w\":{\"accessKeys\":["
            + "{\"accessKeyId\":\"AKIDWRITER0000000000\","
            + "\"secretAccessKey\":\"a-secret-of-the-writer\"}],"
            + "\"grants\":[{\"tables\":\"t\",\"privileges\":[\"read\",\"write\"],\"rules\":["
            + "{\"MIC\":\"XLON\"}]}]}}");
  }

  private static String postgresql() {
    return "\"uri\":\"postgresql://127.0.0.1:"
        + TestDatabases.postgresqlPort()
        + "/"
        + TestDatabases.postgresqlName()
        + "\",\"user\":\"postgres\",\"password\":\"postgres-password\"";
  }

  /** One that sends everything once: a writer that tried again would meet itself. */
  private static S3Client client(Product product) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIDWRITER0000000000", "a-secret-of-the-writer")))
        .overrideConfiguration(
            override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(60)))
        .build();
  }

  private void write(S3Client client, String writer, int versions) {
    int attempt = 0;
    for (int version = 1; version <= versions; ) {
      String mark = writer + "-" + attempt++;
      String body = "{\"commitInfo\":{\"timestamp\":1,\"mark\":\"" + mark + "\"}}\n";
      String key = LOG + name(version);
      attempts.incrementAndGet();
      try {
        client.putObject(
            put -> put.bucket("datalake").key(key).ifNoneMatch("*"), RequestBody.fromString(body));
        won.put(mark, version);
        version++;
      } catch (AwsServiceException e) {
        statuses.add(e.statusCode());
        switch (e.statusCode()) {
          case 412 -> {
            lost.put(mark, version);
            version++;
          }
          case 409, 500, 503 -> unknown.put(mark, version);
          default -> throw e;
        }
      } catch (SdkClientException e) {
        unknown.put(mark, version);
      }
    }
  }

  private void race(List<Product> products, int versions, long cutMillis) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      List<S3Client> clients = new ArrayList<>();
      for (int i = 0; i < products.size(); i++) {
        S3Client client = client(products.get(i));
        clients.add(client);
        for (int writer = 0; writer < WRITERS; writer++) {
          String name = "instance" + i + "-writer" + writer;
          writers.add(threads.submit(() -> write(client, name, versions)));
        }
      }
      Future<?> cutter =
          threads.submit(() -> {
            while (cutMillis > 0 && !over.get()) {
              LockSupport.parkNanos(
                  ThreadLocalRandom.current().nextLong(cutMillis / 10, cutMillis) * 1_000_000);
              gate.cut();
              gate.open();
            }
            return null;
          });
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        over.set(true);
        cutter.get();
        clients.forEach(S3Client::close);
      }
    }
    judge(versions);
  }

  /** Holds the journals against the store. */
  private void judge(int versions) {
    Set<String> stored = new HashSet<>();
    for (int version = 1; version <= versions; version++) {
      String key = LOG + name(version);
      String text =
          store
              .client()
              .getObjectAsBytes(get -> get.bucket("lake").key(key))
              .asString(StandardCharsets.UTF_8);
      String mark = text.replaceAll("(?s).*\"mark\":\"([^\"]*)\".*", "$1");
      stored.add(mark);
      Integer known = won.get(mark);
      if (known == null) {
        known = unknown.get(mark);
      }
      assertNotNull(known, "a commit that nobody wrote, or was refused: " + mark);
      assertEquals(version, known, mark);
    }
    for (Map.Entry<String, Integer> each : won.entrySet()) {
      assertTrue(stored.contains(each.getKey()), "acknowledged and not there: " + each);
    }
    for (Map.Entry<String, Integer> each : lost.entrySet()) {
      assertFalse(stored.contains(each.getKey()), "refused and there: " + each);
    }
  }

  @Test
  void ofWritersOverTwoInstancesOneWinsEachVersion() throws Exception {
    String database = postgresql();
    try (Product one = product(database, "native");
        Product two = product(database, "native")) {
      race(List.of(one, two), 150, 0);
    }
    // The test server lists objects that are being written without a tag: then it is asked again.
    assertTrue(won.size() > 140, () -> won.size() + " won, answers " + statuses);
    assertTrue(attempts.get() >= 1000, () -> attempts + " attempts");
  }

  @Test
  void theSameHoldsWithALockForStoresWithoutConditions() throws Exception {
    String database = postgresql();
    try (Product one = product(database, "lock");
        Product two = product(database, "lock")) {
      race(List.of(one, two), 60, 0);
    }
    assertTrue(won.size() > 50, () -> won.size() + " won, answers " + statuses);
  }

  @Test
  void connectionsThatAreCutLoseAndInventNothing() throws Exception {
    String database = postgresql();
    try (Product one = product(database, "native");
        Product two = product(database, "native")) {
      race(List.of(one, two), 25, 1500);
    }
  }
}
