package io.deltas3proxy.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The AWS SDK for Java reads a table whose data files are given by redirects, from a store that
 * refuses two signatures at once.
 */
class ClientProxyIT {

  private static final Path TABLE = Path.of("sample-lake/reference");
  private static final String BUCKET = "datalake";
  private static final String SECRET = "reader-example-secret";

  @TempDir private Path directory;

  private S3TestServer server;
  private OneMechanismStore store;
  private Product product;
  private ClientProxy helper;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    server = S3TestServer.start(Files.createDirectories(directory.resolve("store")));
    server.createBucket("lake");
    try (Stream<Path> files = Files.walk(TABLE)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        server.put("lake", "reference/" + TABLE.relativize(each), Files.readAllBytes(each));
      }
    }
    try (Stream<Path> files = Files.list(TABLE)) {
      file = files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    store = OneMechanismStore.before(server.endpoint());
    product =
        Product.start(
            directory,
            "\"getMode\":\"presignedUrl\",\"tableMapping\":{\"reference\":\"s3://lake/reference\"},"
                + "\"allowedPartitions\":{\"reference\":[{}]},"
                + "\"users\":{\"reader\":{\"accessKeys\":[{\"accessKeyId\":\"AKIDREADEROFLAKES\","
                + "\"secretAccessKey\":\""
                + SECRET
                + "\"}]}},\"stores\":{"
                + Product.store(store.endpoint(), "lake")
                + "}");
    helper =
        ClientProxy.start(
            ClientOptions.parse(
                new String[] {
                  "--upstream",
                  upstream().toString(),
                  "--store",
                  store.endpoint().getAuthority(),
                  "--listen",
                  "0",
                  "--timeout",
                  "30"
                }),
            line -> {});
  }

  @AfterEach
  void stop() throws IOException {
    helper.close();
    product.close();
    store.close();
    server.close();
  }

  private URI upstream() {
    return URI.create("http://127.0.0.1:" + product.port());
  }

  private URI beside() {
    return URI.create("http://127.0.0.1:" + helper.port());
  }

  private String key() {
    return "reference/" + file.getFileName();
  }

  private static S3Client client(URI endpoint, Apache5HttpClient.Builder http) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("AKIDREADEROFLAKES", SECRET)))
        .httpClientBuilder(http)
        .build();
  }

  private void reads(S3Client client) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    assertArrayEquals(
        whole, client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key())).asByteArray());
    assertArrayEquals(
        Arrays.copyOfRange(whole, 4, 100),
        client
            .getObjectAsBytes(request -> request.bucket(BUCKET).key(key()).range("bytes=4-99"))
            .asByteArray());
    assertEquals(
        whole.length,
        client.headObject(request -> request.bucket(BUCKET).key(key())).contentLength());
    assertTrue(
        client.listObjectsV2(request -> request.bucket(BUCKET).prefix("reference/")).keyCount()
            > 1);
    assertThrows(
        NoSuchKeyException.class,
        () -> client.getObjectAsBytes(request -> request.bucket(BUCKET).key("reference/none")));
    S3Exception changed =
        assertThrows(
            S3Exception.class,
            () ->
                client.getObjectAsBytes(
                    request -> request.bucket(BUCKET).key(key()).ifMatch("\"another\"")));
    assertEquals(412, changed.statusCode());
    assertTrue(store.presigned() > 1, "the bytes came from the store");
    assertEquals(0, store.refused());
  }

  @Test
  void theSdkReadsWithTheHelperAsItsEndpoint() throws IOException {
    try (S3Client client = client(beside(), Apache5HttpClient.builder())) {
      reads(client);
    }
  }

  @Test
  void theSdkReadsWithTheHelperAsItsHttpProxy() throws IOException {
    ProxyConfiguration proxy =
        ProxyConfiguration.builder()
            .endpoint(beside())
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();
    try (S3Client client =
        client(upstream(), Apache5HttpClient.builder().proxyConfiguration(proxy))) {
      reads(client);
    }
  }

  @Test
  void withoutTheHelperTheSdkDoesNotRead() {
    try (S3Client client = client(upstream(), Apache5HttpClient.builder())) {
      assertThrows(
          SdkException.class,
          () -> client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key())));
    }
  }

  @Test
  void whoSendsBothSignaturesIsRefusedByTheStore() throws IOException {
    RawHttp.Answer answer =
        new RawHttp(store.endpoint().getPort())
            .get("/lake/" + key() + "?X-Amz-Signature=s", "Authorization: AWS4-HMAC-SHA256 x");
    assertEquals(400, answer.status());
    assertEquals(1, store.refused());
  }
}
