package io.deltas3proxy.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Crawler;
import io.deltas3proxy.testing.KernelTableWriter;
import io.deltas3proxy.testing.Product;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.RawHttp.Answer;
import io.deltas3proxy.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Who gets which view of a filtered table, by verified users, groups and grants that change. */
class FilteredAccessIT {

  private static final String BUCKET = "datalake";
  private static final String COMMIT = "trades/_delta_log/%020d.json".formatted(1);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private static final String USERS =
      """
      "users":{
        "alice":{"accessKeys":[{"accessKeyId":"AKIAALICE00000000001",
          "secretAccessKey":"alice-example-secret"}],
          "allowedPartitions":{"trades":[{"MIC":"XLON"}]}},
        "bob":{"groups":["paris"],
          "accessKeys":[{"accessKeyId":"AKIABOB0000000000001",
          "secretAccessKey":"bob-example-secret-0"}]},
        "carol":{"accessKeys":[{"accessKeyId":"AKIACAROL00000000001",
          "secretAccessKey":"carol-example-secret"}]}
      },"groups":{"paris":{"allowedPartitions":{"trades":[{"MIC":"XPAR"}]}}}\
      """;

  @TempDir private Path directory;
  private Path table;

  @BeforeEach
  void write() throws IOException {
    table = Files.createDirectories(directory.resolve("lake/trades"));
    new KernelTableWriter(table)
        .create(Map.of())
        .append("XLON", 1L, 2L)
        .append("XPAR", 3L)
        .append("XMIL", 4L);
  }

  private Product local(String more) {
    return Product.start(
        directory,
        "\"localDirectories\":[\"%s\"],\"tableMapping\":{\"trades\":\"file:%s\"},"
                .formatted(directory.resolve("lake"), table)
            + "\"logView\":\"filtered\",\"getMode\":\"proxy\","
            + more);
  }

  private static S3Client alice(Product product) {
    return product.client("AKIAALICE00000000001", "alice-example-secret");
  }

  private static S3Client bob(Product product) {
    return product.client("AKIABOB0000000000001", "bob-example-secret-0");
  }

  private static S3Client carol(Product product) {
    return product.client("AKIACAROL00000000001", "carol-example-secret");
  }

  private static List<String> list(S3Client client) {
    return client.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static String text(S3Client client, String key) {
    return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static String tag(S3Client client, String key) {
    return client.headObject(head -> head.bucket(BUCKET).key(key)).eTag();
  }

  private String file(String mic) throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("MIC=" + mic))) {
      return files
          .map(file -> "trades/" + table.relativize(file))
          .filter(key -> key.endsWith(".parquet"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int status(S3Client client, String key) {
    try {
      client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key));
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    }
  }

  @Test
  void everyUserHasATableOfTheirOwnPartitions() throws IOException {
    try (Product product = local(USERS);
        S3Client alice = alice(product);
        S3Client bob = bob(product)) {
      assertTrue(text(alice, COMMIT).contains("XLON"));
      assertFalse(text(bob, COMMIT).contains("XLON"));
      String second = COMMIT.replace("1.json", "2.json");
      assertFalse(text(alice, second).contains("XPAR"));
      assertTrue(text(bob, second).contains("XPAR"));
      assertEquals(200, status(alice, file("XLON")));
      assertEquals(404, status(alice, file("XPAR")));
      assertEquals(200, status(bob, file("XPAR")));
      assertEquals(404, status(bob, file("XMIL")));
      assertTrue(list(alice).contains(file("XLON")));
      assertFalse(list(alice).contains(file("XPAR")));
      assertNotEquals(tag(alice, COMMIT), tag(bob, COMMIT));
    }
  }

  @Test
  void aReaderCannotGoOnWithTheBytesOfAnotherPolicy() {
    try (Product product = local(USERS);
        S3Client alice = alice(product);
        S3Client bob = bob(product)) {
      String tag = tag(alice, COMMIT);
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () ->
                  bob.getObjectAsBytes(
                      get -> get.bucket(BUCKET).key(COMMIT).ifMatch(tag).range("bytes=5-9")));
      assertEquals(412, refused.statusCode());
    }
  }

  @Test
  void whoSeesNothingFindsNoTable() throws IOException {
    try (Product product = local(USERS);
        S3Client carol = carol(product)) {
      assertEquals(List.of(), list(carol));
      for (String key : List.of(COMMIT, file("XLON"), "trades/", "trades")) {
        String unknown = key.replace("trades", "nobody");
        for (String each : List.of(key, unknown)) {
          S3Exception refused =
              assertThrows(
                  S3Exception.class,
                  () -> carol.getObjectAsBytes(get -> get.bucket(BUCKET).key(each)));
          assertEquals(404, refused.statusCode(), each);
          assertEquals("NoSuchKey", refused.awsErrorDetails().errorCode(), each);
        }
      }
    }
  }

  @Test
  void rulesThatFitNoColumnShowNoTable() throws IOException {
    String rules = "\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XLON\"}]}";
    try (Product product = local(rules)) {
      assertEquals(200, product.http().get(Crawler.target(COMMIT)).status());
    }
    // The rule fits the table at the start; then the table is made anew, by another column.
    Path log = table.resolve("_delta_log");
    try (Product product = local(rules)) {
      String metadata = Files.readString(log.resolve("%020d.json".formatted(0)));
      String other =
          metadata
              .lines()
              .filter(line -> line.contains("metaData"))
              .findFirst()
              .orElseThrow()
              .replace("\"partitionColumns\":[\"MIC\"]", "\"partitionColumns\":[\"x\"]");
      Files.writeString(log.resolve("%020d.json".formatted(4)), other + "\n");
      within(
          Duration.ofSeconds(20), () -> product.http().get(Crawler.target(COMMIT)).status() == 404);
      Answer answer = product.http().get("/datalake?list-type=2&prefix=trades/");
      assertFalse(answer.text().contains("<Key>"), answer.text());
      Answer root = product.http().get("/datalake?list-type=2&delimiter=%2F");
      assertEquals(200, root.status());
      assertFalse(root.text().contains("trades"), root.text());
    }
  }

  @Test
  void noVerbWritesIntoAView() throws IOException {
    Map<String, String> before = content();
    try (Product product = local(USERS + ",\"readOnly\":false," + database());
        S3Client alice = alice(product);
        S3Client carol = carol(product)) {
      for (String key : List.of(COMMIT, file("XLON"), file("XPAR"), "trades/new.parquet")) {
        for (Runnable write :
            List.<Runnable>of(
                () ->
                    alice.putObject(
                        put -> put.bucket(BUCKET).key(key), RequestBody.fromString("x")),
                () -> alice.deleteObject(delete -> delete.bucket(BUCKET).key(key)),
                () -> alice.createMultipartUpload(create -> create.bucket(BUCKET).key(key)),
                () ->
                    alice.copyObject(copy ->
                        copy.sourceBucket(BUCKET)
                            .sourceKey(COMMIT)
                            .destinationBucket(BUCKET)
                            .destinationKey(key)))) {
          S3Exception refused = assertThrows(S3Exception.class, write::run, key);
          assertEquals(403, refused.statusCode(), key);
        }
      }
      S3Exception unknown =
          assertThrows(
              S3Exception.class,
              () -> carol.deleteObject(delete -> delete.bucket(BUCKET).key("nobody/x")));
      S3Exception hidden =
          assertThrows(
              S3Exception.class,
              () -> carol.deleteObject(delete -> delete.bucket(BUCKET).key(COMMIT)));
      assertEquals(unknown.statusCode(), hidden.statusCode());
    }
    assertEquals(before, content());
  }

  private String database() {
    return "\"databaseEnabled\":true,\"database\":{\"uri\":\"sqlite:%s\",\"secretKeyFile\":\"%s\"}"
        .formatted(directory.resolve("accounts.db"), directory.resolve("key"));
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file.toString(), java.util.Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  @Test
  void aGrantThatChangesGivesOtherTagsWithinTenSeconds() throws Exception {
    String database =
        "\"databaseEnabled\":true,\"database\":{\"uri\":\"sqlite:accounts.db\",\"secretKey\":"
            + "\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\"},"
            + "\"admin\":{\"enabled\":true,\"tokens\":{\"ada\":\""
            + TOKEN
            + "\"}},";
    try (Product product = local(database + USERS);
        S3Client alice = alice(product)) {
      String before = tag(alice, COMMIT);
      assertEquals(404, status(alice, file("XMIL")));
      grant(
          product,
          "{\"grantee\":{\"kind\":\"user\",\"name\":\"alice\"},"
              + "\"table\":\"trades\",\"rules\":[{\"MIC\":\"XMIL\"}]}");
      within(Duration.ofSeconds(10), () -> !tag(alice, COMMIT).equals(before));
      S3Exception refused =
          assertThrows(
              S3Exception.class,
              () ->
                  alice.getObjectAsBytes(
                      get -> get.bucket(BUCKET).key(COMMIT).ifMatch(before).range("bytes=5-9")));
      assertEquals(412, refused.statusCode());
      assertEquals(200, status(alice, file("XMIL")));
      assertEquals(404, status(alice, file("XPAR")));
    }
  }

  private static void grant(Product product, String body) {
    Answer answer =
        new RawHttp(product.port())
            .exchange(
                "POST /admin/v1/grants HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                    + "Authorization: Bearer "
                    + TOKEN
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
    assertEquals(201, answer.status(), answer::everything);
  }

  private interface Condition {
    boolean holds();
  }

  private static void within(Duration limit, Condition condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, () -> "not after " + limit);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void filesAreRedirectedAndRewrittenObjectsNever() throws IOException {
    try (S3TestServer backend =
        S3TestServer.start(Files.createDirectory(directory.resolve("s3")))) {
      backend.createBucket("physical-bucket");
      try (Stream<Path> files = Files.walk(table)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String key = "lake/trades/" + table.relativize(file);
          backend.put("physical-bucket", key, Files.readAllBytes(file));
        }
      }
      try (Product product =
          Product.start(
              directory,
              "\"stores\":{"
                  + Product.store(backend.endpoint(), "physical-bucket")
                  + "},\"tableMapping\":{\"trades\":{\"uri\":\"s3://physical-bucket/lake/trades\","
                  + "\"logView\":\"filtered\"}},"
                  + "\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XLON\"}]}")) {
        RawHttp http = product.http();
        assertEquals(307, http.get(Crawler.target(file("XLON"))).status());
        Answer commit = http.get(Crawler.target(COMMIT));
        assertEquals(200, commit.status(), commit::everything);
        assertTrue(commit.whole());
        Answer forbidden = http.get(Crawler.target(file("XPAR")));
        assertEquals(404, forbidden.status());
        assertTrue(forbidden.header("Location").isEmpty());
        assertFalse(forbidden.everything().contains("physical"), forbidden::everything);
      }
    }
  }

  @Test
  void theMetricsTellHowViewsAreKept() {
    try (Product product = local("\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XLON\"}]}")) {
      product.http().get(Crawler.target(COMMIT));
      product.http().get(Crawler.target(COMMIT));
      String metrics = product.http().get("/metrics").text();
      assertTrue(metrics.contains("deltas3proxy_view_made_total 1.0"), metrics);
      assertTrue(metrics.contains("deltas3proxy_view_hits_total 1.0"), metrics);
      assertTrue(metrics.contains("deltas3proxy_view_bytes{place=\"heap\",}"), metrics);
    }
  }

  @Test
  void aDirectoryOfViewsBelongsToOneProcess() {
    String views =
        "\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XLON\"}]},\"views\":{\"directory\":\"v\"}";
    try (Product first = local(views)) {
      assertEquals(200, first.http().get(Crawler.target(COMMIT)).status());
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> local(views).close());
      StringBuilder causes = new StringBuilder();
      for (Throwable each = refused; each != null; each = each.getCause()) {
        causes.append(each).append('\n');
      }
      assertTrue(causes.toString().contains("views.directory"), causes::toString);
    }
    try (Product again = local(views)) {
      assertEquals(200, again.http().get(Crawler.target(COMMIT)).status());
    }
  }
}
