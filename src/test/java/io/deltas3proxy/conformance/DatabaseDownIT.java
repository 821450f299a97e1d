package io.deltas3proxy.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.OwnPostgres;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.S3TestServer;
import io.deltas3proxy.testing.StepRelay;
import io.deltas3proxy.testing.StepRelay.Hold;
import io.deltas3proxy.testing.StepRelay.Step;
import io.deltas3proxy.testing.TcpGate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** A PostgreSQL that is stopped, started again, or slow, in the middle of writes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DatabaseDownIT {

  private static final String FIRST =
      """
      {"commitInfo":{"timestamp":1,"operation":"CREATE TABLE"}}
      {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
      {"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":\
      "{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"MIC\\",\\"type\\":\\"string\\",\
      \\"nullable\\":true,\\"metadata\\":{}}]}","partitionColumns":["MIC"],"configuration":{},\
      "createdTime":0}}
      {"add":{"path":"kept.parquet","partitionValues":{"MIC":"XLON"},"size":4,\
      "modificationTime":1,"dataChange":true}}
      """;
  private static final String LOG = "t/_delta_log/0000000000000000000";

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private OwnPostgres database;
  private TcpGate gate;
  private S3TestServer store;
  private StepRelay relay;
  private Product product;
  private S3Client alice;
  private S3Client bob;

  @BeforeEach
  void start() throws Exception {
    database = OwnPostgres.start(directory.resolve("postgres"));
    gate = new TcpGate(database.port());
    store = S3TestServer.start(Files.createDirectory(directory.resolve("buckets")));
    store.createBucket("lake");
    store.put("lake", LOG + "0.json", FIRST);
    store.put("lake", "t/kept.parquet", "kept");
    relay = new StepRelay(store.endpoint().getPort());
    product =
        Product.start(
            directory,
            """
            "readOnly":false,"getMode":"proxy","databaseEnabled":true,"database":{
            "uri":"postgresql://127.0.0.1:%d/postgres","user":"postgres","password":"postgres",
            "connectTimeoutSeconds":1,"statementTimeoutSeconds":1,"secretKey":"%s",
            "changesWithinSeconds":600},
            "stores":{%s},"tableMapping":{"t":"s3://lake/t"},"users":{%s,%s}\
            """
                .formatted(
                    gate.port(),
                    Base64.getEncoder().encodeToString(new byte[32]),
                    Product.store(URI.create("http://127.0.0.1:" + relay.port()), "lake")
                        .replaceFirst("\\{", "{\"conditionalWrites\":\"native\","),
                    user("alice"),
                    user("bob")));
    alice = client("alice");
    bob = client("bob");
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    bob.close();
    product.close();
    threads.close();
    relay.close();
    store.close();
    gate.close();
    database.stop();
  }

  private static String user(String name) {
    return """
    "%s":{"accessKeys":[{"accessKeyId":"AKID0000000000%s","secretAccessKey":"the-secret-of-%s"}],
    "grants":[{"tables":"*","privileges":["read","write"],"rules":[{"MIC":"XLON"}]}]}\
    """
        .formatted(name, name, name);
  }

  private S3Client client(String name) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKID0000000000" + name, "the-secret-of-" + name)))
        .overrideConfiguration(
            override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private static String send(S3Client client, Function<S3Client, String> request) {
    try {
      return request.apply(client);
    } catch (AwsServiceException e) {
      return Integer.toString(e.statusCode());
    }
  }

  private static String put(S3Client client, String key, String content) {
    return send(
        client,
        one -> {
          one.putObject(r -> r.bucket("datalake").key(key), RequestBody.fromString(content));
          return "200";
        });
  }

  private static String get(S3Client client, String key) {
    return send(
        client,
        one ->
            one.getObjectAsBytes(r -> r.bucket("datalake").key(key))
                .asString(StandardCharsets.UTF_8));
  }

  private static String delete(S3Client client, String key) {
    return send(
        client,
        one -> {
          one.deleteObject(r -> r.bucket("datalake").key(key));
          return "204";
        });
  }

  private static String commit(S3Client client, int version, String file) {
    return put(
        client,
        LOG + version + ".json",
        "{\"commitInfo\":{\"timestamp\":1}}\n{\"add\":{\"path\":\""
            + file
            + "\",\"partitionValues\":{\"MIC\":\"XLON\"},\"size\":1,\"modificationTime\":1,"
            + "\"dataChange\":true}}\n");
  }

  /** The database is back before the product knows it: until then nothing but 503 is said. */
  private static String atLast(Function<String, String> request) {
    String answer = request.apply("");
    while (answer.equals("503")) {
      answer = request.apply("");
    }
    return answer;
  }

  private void isRefusedForNow() {
    assertEquals("503", put(alice, "t/new.parquet", "new"));
    assertEquals("503", put(bob, "t/own.parquet", "of bob"));
    assertEquals("503", delete(alice, "t/own.parquet"));
    assertEquals("503", commit(alice, 1, "own.parquet"));
    assertEquals("503", get(alice, "t/own.parquet"));
    assertEquals("kept", get(bob, "t/kept.parquet"), "what the log names needs no database");
  }

  private void worksAgain() {
    assertEquals("200", atLast(again -> put(alice, "t/new.parquet", "new")));
    assertEquals("own", get(alice, "t/own.parquet"));
    assertEquals("404", get(bob, "t/own.parquet"));
    assertEquals("403", put(bob, "t/own.parquet", "of bob"));
    assertEquals("held", get(alice, "t/held.parquet"));
    assertEquals("403", put(bob, "t/held.parquet", "of bob"));
    assertEquals("200", commit(alice, 1, "own.parquet"));
    assertEquals("own", get(bob, "t/own.parquet"));
    assertEquals("404", get(alice, "t/gone.parquet"));
    assertEquals("204", delete(alice, "t/gone.parquet"));
    assertEquals("204", delete(alice, "t/held.parquet"));
    assertEquals("404", get(alice, "t/held.parquet"));
  }

  /** Writes whose first half the database has seen, and whose second it does not. */
  private void fails(Runnable down, Runnable up) throws Exception {
    assertEquals("200", put(alice, "t/own.parquet", "own"));
    assertEquals("200", put(alice, "t/gone.parquet", "gone"));
    assertEquals("kept", get(bob, "t/kept.parquet"), "so that the product knows who bob is");
    Hold claimed = relay.hold(Step.REQUEST, "PUT /lake/t/held\\.parquet");
    Hold deleting = relay.hold(Step.REQUEST, "DELETE /lake/t/gone\\.parquet");
    Future<String> held = threads.submit(() -> put(alice, "t/held.parquet", "held"));
    Future<String> gone = threads.submit(() -> delete(alice, "t/gone.parquet"));
    claimed.await();
    deleting.await();
    down.run();
    claimed.release();
    deleting.release();
    // Both are done at the store, and what the database has of them keeps them alice's.
    assertTrue(Set.of("200", "503").contains(held.get()), held.get());
    assertTrue(Set.of("204", "503").contains(gone.get()), gone.get());
    isRefusedForNow();
    up.run();
    worksAgain();
  }

  @Test
  void aDatabaseThatIsStoppedAndStartedAgainLosesNothingAndIsComeBackTo() throws Exception {
    fails(database::stop, database::startAgain);
  }

  @Test
  void aDatabaseThatHangsLosesNothingAndIsComeBackTo() throws Exception {
    fails(gate::stall, gate::open);
  }
}
