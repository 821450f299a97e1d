package io.deltas3proxy.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectContent;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.ObjectStoreContract;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ObjectStoreIT extends ObjectStoreContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static @Nullable S3TestServer server;
  private static @Nullable S3ObjectStore store;
  private String bucket = "";

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = S3TestServer.start(directory);
    store = open(server, S3TestServer.SECRET_KEY);
  }

  @AfterAll
  static void stop() {
    storeUnderTest().close();
    server().close();
  }

  @BeforeEach
  void createBucket() {
    bucket = "lake-" + BUCKETS.incrementAndGet();
    server().createBucket(bucket);
  }

  private static S3TestServer server() {
    return Objects.requireNonNull(server);
  }

  private static S3ObjectStore storeUnderTest() {
    return Objects.requireNonNull(store);
  }

  private static S3ObjectStore open(S3TestServer server, String secret) {
    return new S3ObjectStore(
        new S3StoreSettings(
            "test",
            server.endpoint(),
            S3TestServer.REGION,
            true,
            new StaticCredentials(S3TestServer.ACCESS_KEY, secret, null),
            HttpSettings.DEFAULTS),
        EndpointPolicy.ANY_ADDRESS,
        Clock.systemUTC());
  }

  @Override
  protected ObjectStore store() {
    return storeUnderTest();
  }

  @Override
  protected String bucket() {
    return bucket;
  }

  @Override
  protected String base() {
    return "";
  }

  @Override
  protected void put(String key, byte[] content) {
    server().put(bucket, key, content);
  }

  /** The server keeps its objects in files: it folds such keys, which our own requests do not. */
  @Override
  protected boolean holds(String key) {
    return !key.contains("//")
        && !key.contains("/./")
        && !key.contains("..")
        && !key.startsWith("/")
        && !key.endsWith("/");
  }

  @Override
  protected List<String> delimiters() {
    return List.of("/");
  }

  @Test
  void onlyKnownHeadersPass() throws IOException {
    server()
        .client()
        .putObject(
            request ->
                request
                    .bucket(bucket)
                    .key("f")
                    .contentType("text/plain")
                    .contentEncoding("gzip")
                    .cacheControl("no-store")
                    .metadata(Map.of("origin", "test")),
            RequestBody.fromString("not really gzip"));
    ReadRequest request = ReadRequest.whole(address("f"));
    Map<String, String> headers = store().head(request).info().headers();
    assertEquals("text/plain", headers.get("content-type"));
    assertEquals("gzip", headers.get("content-encoding"));
    assertEquals("no-store", headers.get("cache-control"));
    assertEquals("test", headers.get("x-amz-meta-origin"));
    assertTrue(
        headers.keySet().stream().noneMatch(name -> name.equals("date") || name.equals("server")));
    assertEquals("not really gzip", new String(read(request), StandardCharsets.UTF_8));
  }

  @Test
  void wrongCredentialsAreDenied() throws IOException {
    putAll("f");
    try (S3ObjectStore other = open(server(), "wrong")) {
      ReadRequest request = ReadRequest.whole(address("f"));
      assertThrows(StoreException.Denied.class, () -> other.head(request));
      assertThrows(StoreException.Denied.class, () -> other.get(request).close());
      assertThrows(
          StoreException.Denied.class,
          () -> other.list(new ListingRequest(bucket, "", null, null, 10)));
    }
  }

  @Test
  void aMissingBucketIsNotFound() {
    ReadRequest request = ReadRequest.whole(new ObjectAddress("no-such-bucket", "f"));
    assertThrows(StoreException.NotFound.class, () -> store().get(request).close());
    assertThrows(
        StoreException.NotFound.class,
        () -> store().list(new ListingRequest("no-such-bucket", "", null, null, 10)));
  }

  @Test
  void aPresignedUrlGivesTheObjectToAnyone() throws Exception {
    String key = "part=a%2Fb/c d+e;é.parquet";
    put(key, new byte[] {1, 2, 3});
    URI url =
        store()
            .presignGet(
                new PresignRequest(
                    address(key),
                    Map.of(),
                    Map.of("response-content-type", "x/y; a=b c"),
                    Duration.ofSeconds(60)))
            .orElseThrow();
    assertEquals(server().endpoint().getAuthority(), url.getAuthority());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> whole =
          client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, whole.statusCode());
      assertEquals(3, whole.body().length);
      assertEquals("x/y; a=b c", whole.headers().firstValue("content-type").orElse(""));
      HttpResponse<byte[]> part =
          client.send(
              HttpRequest.newBuilder(url).header("Range", "bytes=1-1").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(206, part.statusCode());
      HttpResponse<Void> other =
          client.send(
              HttpRequest.newBuilder(URI.create(url.toString().replace("parquet", "parquex")))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertEquals(403, other.statusCode());
    }
  }

  @Test
  void aPresignedUrlHoldsTheHeadersItWasSignedWith() throws Exception {
    putAll("f");
    URI url =
        store()
            .presignGet(
                new PresignRequest(
                    address("f"),
                    Map.of("x-amz-checksum-mode", "ENABLED"),
                    Map.of(),
                    Duration.ofSeconds(60)))
            .orElseThrow();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(url);
      assertEquals(
          403, client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode());
      assertEquals(
          200,
          client
              .send(
                  request.header("x-amz-checksum-mode", "ENABLED").build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode());
    }
  }

  @Test
  void connectionsComeBackToThePool() throws IOException {
    put("big", new byte[4 << 20]);
    putAll("f");
    for (int i = 0; i < 5; i++) {
      read(ReadRequest.whole(address("f")));
      store().head(ReadRequest.whole(address("f")));
      assertThrows(
          StoreException.NotFound.class, () -> store().get(ReadRequest.whole(address("none"))));
      try (ObjectContent content = store().get(ReadRequest.whole(address("big")))) {
        assertEquals(1, content.body().readNBytes(1).length);
        assertEquals(1, storeUnderTest().poolStatistics().leased());
      }
    }
    assertEquals(0, storeUnderTest().poolStatistics().leased());
    assertEquals(0, storeUnderTest().poolStatistics().pending());
    assertEquals(
        HttpSettings.DEFAULTS.maxConnections(), storeUnderTest().poolStatistics().maximum());
  }
}
