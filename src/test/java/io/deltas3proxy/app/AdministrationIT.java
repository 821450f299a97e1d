package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.TestDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Administration of the whole product, with the sample lake. */
class AdministrationIT {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String BEARER = "Authorization: Bearer " + TOKEN;

  @TempDir private Path directory;
  private int starts;

  private Product start(boolean enabled) {
    return Product.start(
        directory,
        "\"tableMapping\":{\"trades\":\""
            + Path.of("sample-lake/trades").toUri()
            + "\"},\"localDirectories\":[\""
            + Path.of("sample-lake").toAbsolutePath()
            + "\"],\"admin\":{\"enabled\":"
            + enabled
            + ",\"tokens\":{\"ada\":\""
            + TOKEN
            + "\"}}");
  }

  @Test
  void anAdministratorSeesTablesAndWhatNobodyIsAllowed() throws Exception {
    try (Product product = start(true)) {
      RawHttp.Answer tables = product.http().get("/admin/v1/tables", BEARER);
      assertEquals(200, tables.status(), tables.text());
      assertFalse(tables.text().contains("sample-lake"));
      String body = "{\"table\":\"trades\"}";
      RawHttp.Answer answer =
          product
              .http()
              .exchange(
                  "POST /admin/v1/explain HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                      + BEARER
                      + "\r\nContent-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body);
      assertEquals(200, answer.status(), answer.text());
      JsonNode explanation = new ObjectMapper().readTree(answer.text());
      assertEquals(0, explanation.at("/allowed/files").asInt());
      assertTrue(explanation.at("/denied/files").asInt() > 0, answer.text());
    }
  }

  /** The arguments of a command line, as a shell would make them of it. */
  private static List<String> arguments(String command) {
    List<String> arguments = new ArrayList<>();
    // Example: 'a b', "a b" or ab
    Matcher word = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(command);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          arguments.add(word.group(group).replace("$TOKEN", TOKEN));
        }
      }
    }
    return arguments;
  }

  @Test
  void theExamplesOfTheDocumentAreAnswered() throws Exception {
    String document = Files.readString(Path.of("docs/ADMINISTRATION.md"));
    Matcher block = Pattern.compile("```\n(curl .*?)\n```", Pattern.DOTALL).matcher(document);
    int examples = 0;
    try (Product product = start(true);
        HttpClient client = HttpClient.newHttpClient()) {
      while (block.find()) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Iterator<String> words = arguments(block.group(1).replace("\\\n", " ")).listIterator(1);
        while (words.hasNext()) {
          String word = words.next();
          switch (word) {
            case "-H" -> {
              String[] header = words.next().split(": ", 2);
              request.header(header[0], header[1]);
            }
            case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.next()));
            default ->
                request.uri(
                    URI.create(word.replace("localhost:18080", "localhost:" + product.port())));
          }
        }
        HttpResponse<String> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), block.group(1) + answer.body());
        assertTrue(answer.body().contains("trades"), answer.body());
        examples++;
      }
    }
    assertTrue(examples >= 2, "examples are found");
  }

  @Test
  void anAccessKeyOfS3OpensNothingAndATokenNothingOfS3() {
    try (Product product = start(true)) {
      String signed =
          "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260601/us-east-1/s3/aws4_request,"
              + " SignedHeaders=host, Signature="
              + "0".repeat(64);
      assertEquals(401, product.http().get("/admin/v1/tables", signed).status());
      assertEquals(401, product.http().get("/admin").status());
      RawHttp.Answer object = product.http().get("/datalake/trades/_delta_log/0.json", BEARER);
      assertTrue(object.status() >= 400, object.text());
    }
  }

  @Test
  void whereItIsOffThereIsNoSuchPath() {
    try (Product product = start(false)) {
      RawHttp.Answer answer = product.http().get("/admin/v1/tables", BEARER);
      assertTrue(answer.status() >= 400, answer.text());
      assertFalse(answer.text().contains("\"tables\""));
    }
  }

  private Product onDatabase(String database) {
    return Product.start(
        directory,
        "\"tableMapping\":{\"trades\":\""
            + Path.of("sample-lake/trades").toUri()
            + "\"},\"localDirectories\":[\""
            + Path.of("sample-lake").toAbsolutePath()
            + "\"],\"databaseEnabled\":true,\"database\":{"
            + database
            + ",\"secretKey\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"},"
            + "\"audit\":{\"file\":\""
            + directory.resolve("audit" + starts++ + ".log")
            + "\"},\"admin\":{\"enabled\":true,\"tokens\":{\"ada\":\""
            + TOKEN
            + "\"}}");
  }

  private static JsonNode send(Product product, int status, String method, String path, String body)
      throws Exception {
    RawHttp.Answer answer =
        product
            .http()
            .exchange(
                method
                    + " /admin/v1"
                    + path
                    + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                    + BEARER
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
    assertEquals(status, answer.status(), answer.text());
    return answer.text().isEmpty()
        ? NullNode.getInstance()
        : new ObjectMapper().readTree(answer.text());
  }

  private static S3Client client(Product product, JsonNode key) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + product.port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    key.path("accessKeyId").asText(), key.path("secretAccessKey").asText())))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private static long visible(S3Client client) {
    try {
      return client
          .listObjectsV2(request -> request.bucket("datalake").prefix("trades/"))
          .contents()
          .stream()
          .filter(object -> object.key().endsWith(".parquet"))
          .count();
    } catch (S3Exception e) {
      assertEquals(403, e.statusCode(), e.getMessage());
      return 0;
    }
  }

  private static void within10Seconds(boolean sees, S3Client... clients) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    for (S3Client client : clients) {
      while (visible(client) > 0 != sees) {
        assertTrue(System.nanoTime() < end, "not in force after 10 s");
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  @Test
  void aChangeIsInForceOnEveryInstanceWithinTenSeconds() throws Exception {
    String name = TestDatabases.postgresqlName();
    String database =
        "\"uri\":\"postgresql://127.0.0.1:"
            + TestDatabases.postgresqlPort()
            + "/"
            + name
            + "\",\"user\":\"postgres\",\"password\":\"postgres-password\"";
    try (Product one = onDatabase(database);
        Product two = onDatabase(database)) {
      changes(one, two);
    }
    String trail = Files.readString(directory.resolve("audit0.log"));
    assertTrue(trail.contains("\"action\":\"users.disable\""), trail);
    assertTrue(trail.contains("\"administrator\":\"ada\""), trail);
  }

  @Test
  void aChangeIsInForceOnTheInstanceThatMadeIt() throws Exception {
    try (Product product = onDatabase("\"uri\":\"sqlite:accounts.db\"")) {
      changes(product, product);
    }
    String trail = Files.readString(directory.resolve("audit0.log"));
    assertTrue(trail.contains("\"result\":\"denied\",\"status\":401"), trail);
    assertFalse(trail.contains(TOKEN));
  }

  private static void changes(Product one, Product two) throws Exception {
    send(one, 201, "POST", "/users", "{\"name\":\"alice\"}");
    JsonNode key = send(one, 201, "POST", "/users/alice/keys", "{}");
    try (S3Client first = client(one, key);
        S3Client second = client(two, key)) {
      within10Seconds(false, first, second);
      String body =
          "{\"grantee\":{\"kind\":\"user\",\"name\":\"alice\"},"
              + "\"table\":\"trades\",\"rules\":[{}]}";
      JsonNode grant = send(two, 201, "POST", "/grants", body);
      assertFalse(grant.has("warnings"), grant.toString());
      within10Seconds(true, first, second);
      send(one, 200, "PATCH", "/users/alice", "{\"disabled\":true}");
      within10Seconds(false, first, second);
      send(two, 200, "PATCH", "/users/alice", "{\"disabled\":false}");
      within10Seconds(true, first, second);
      send(one, 204, "DELETE", "/grants/" + grant.path("id").asLong(), "");
      within10Seconds(false, first, second);
    }
    RawHttp.Answer withKey = one.http().get("/admin/v1/users", signed(one, key));
    assertEquals(401, withKey.status(), withKey.text());
    RawHttp.Answer withToken = one.http().get("/datalake/trades/x.parquet", BEARER);
    assertTrue(withToken.status() == 400 || withToken.status() == 403, withToken.text());
  }

  /** The headers with which the key is good for the same path in S3. */
  private static String[] signed(Product product, JsonNode key) {
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(
                        AwsBasicCredentials.create(
                            key.path("accessKeyId").asText(), key.path("secretAccessKey").asText()))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.GET)
                            .uri(
                                URI.create(
                                    "http://127.0.0.1:" + product.port() + "/admin/v1/users"))
                            .build())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    return signed.request().headers().entrySet().stream()
        .map(header -> header.getKey() + ": " + header.getValue().getFirst())
        .toArray(String[]::new);
  }

  @Test
  void withoutADatabaseItIsSaidThatThereIsNone() throws Exception {
    try (Product product = start(true)) {
      JsonNode problem = send(product, 409, "GET", "/users", "");
      assertTrue(problem.path("detail").asText().contains("databaseEnabled is false"));
      JsonNode document = send(product, 200, "GET", "/openapi.json", "");
      assertFalse(document.path("paths").has("/users"));
    }
  }
}
